"""Another server answers at the address of the session store, and connections to the old one stay open."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as ConnectionLost
from sqlalchemy import Engine

from domain.errors import Unavailable
from storage.call_sessions import RedisCallSessions, StoredSession
from storage.engine import open_engine
from storage.event_log import drain
from storage.redis_client import open_client
from tests.redis_servers import LOOPBACK, Server, Switch, is_replica, start_server, stopping
from tests.service import PATIENCE, until
from tests.storage.test_draining_at_once import as_it_is, sealed

CALL = "0123456789abcdef"

StoreAt = Callable[[str], RedisCallSessions]


@dataclass(frozen=True)
class Pair:
    """`new` is a replica of `old`, which is the one behind `switch`."""

    old: Server
    new: Server
    switch: Switch

    def fail_over(self) -> None:
        until(lambda: self.new.ask("ROLE")[4] == self.old.ask("ROLE")[1])
        self.new.ask("REPLICAOF", "NO", "ONE")
        self.switch.leads_to = self.new


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    old = start_server(tmp_path, repl_diskless_sync_delay=0)
    new = start_server(tmp_path, replicaof=f"{LOOPBACK} {old.port}")
    with stopping(old, new), Switch(old).running() as switch:
        until(is_replica(new))
        yield Pair(old, new, switch)


def becomes_a_replica(pair: Pair) -> None:
    pair.old.ask("REPLICAOF", LOOPBACK, pair.new.port)


def serves_nobody_until_it_is_a_replica(pair: Pair) -> None:
    """MASTERDOWN: its new primary cannot be reached."""
    pair.old.ask("CONFIG", "SET", "replica-serve-stale-data", "no")
    pair.old.ask("REPLICAOF", LOOPBACK, 1)


def has_lost_its_replicas(pair: Pair) -> None:
    """NOREPLICAS: it is cut off, and was told not to write alone."""
    pair.old.ask("CONFIG", "SET", "min-replicas-to-write", 1)


def is_killed(pair: Pair) -> None:
    pair.old.kill()


@pytest.fixture
def store_at() -> Iterator[StoreAt]:
    """Patient, because the machine that runs the tests may be busy."""
    with ExitStack() as open_ones:
        yield lambda url: open_ones.enter_context(closing(RedisCallSessions(open_client(url, PATIENCE))))


@pytest.mark.parametrize(
    "old_one", [becomes_a_replica, serves_nobody_until_it_is_a_replica, has_lost_its_replicas, is_killed]
)
def test_what_is_saved_after_a_failover_is_saved_in_the_new_server(
    pair: Pair, engine: Engine, store_at: StoreAt, old_one: Callable[[Pair], None]
) -> None:
    store = store_at(pair.switch.url)
    store.save(CALL, 0, b"first", b"1")
    assert store.backlog() == 1
    pair.fail_over()
    old_one(pair)
    assert store.save(CALL, 1, b"second", b"2") is None
    assert store_at(pair.new.url).load(CALL) == StoredSession(2, b"second")
    until(lambda: drain(store, engine, as_it_is) == 0)
    assert sealed(engine) == [b"1", b"2"]
    assert store_at(pair.new.url).backlog() == 0


def test_a_worker_that_had_nothing_to_do_at_the_failover_finds_what_is_saved_in_the_new_server(
    pair: Pair, engine: Engine, store_at: StoreAt
) -> None:
    worker = store_at(pair.switch.url)
    drain(worker, engine, as_it_is)
    pair.fail_over()
    has_lost_its_replicas(pair)
    store_at(pair.switch.url).save(CALL, 0, b"first", b"1")
    assert drain(worker, engine, as_it_is) == 1


def test_a_server_that_is_still_loading_is_unavailable_and_asked_again_soon(tmp_path: Path, store_at: StoreAt) -> None:
    before = start_server(tmp_path)
    with stopping(before):
        store = store_at(before.url)
        for number in range(200):
            store.save(f"call {number}", 0, b"session", b"event")
        before.ask("SAVE")
    slow = {"key_load_delay": 5000, "loading_process_events_interval_bytes": 1024}  # microseconds for each key
    after = start_server(tmp_path, dir=str(before.folder), port=before.port, **slow)
    with stopping(after, until_it=says_that_it_loads):
        with pytest.raises(Unavailable):
            store.load("call 0")
        until(after.answers)
        assert store.load("call 0") == StoredSession(1, b"session")


def says_that_it_loads(server: Server) -> bool:
    with suppress(ConnectionLost):
        try:
            server.ask("DBSIZE")
        except BusyLoadingError:
            return True
    return False
