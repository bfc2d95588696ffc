"""Each event of a call comes to SQL exactly once, whatever dies on the way."""

import os
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from domain.errors import Unavailable
from storage.call_sessions import RedisCallSessions, open_sessions
from storage.call_streams import WaitingEvent
from storage.engine import open_engine
from storage.event_log import MOST_AT_ONCE, drain
from storage.tables import event_log
from tests.fakes.sessions import MemoryCallSessions
from tests.forked import processes_with
from tests.service import until
from tests.storage.conftest import Sessions

PROCESSES = processes_with(__name__)
CALL, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
IN_ORDER = select(event_log).order_by(event_log.c.position)


def logged(engine: Engine, call: str = CALL) -> list[bytes]:
    with engine.connect() as connection:
        return [row.sealed for row in connection.execute(IN_ORDER.where(event_log.c.call == call))]


def as_it_is(_call: str, sealed: bytes) -> bytes:
    return sealed


def happens(sessions: Sessions, *events: bytes, call: str = CALL) -> None:
    stored = sessions.store.load(call)
    for version, event in enumerate(events, stored.version if stored else 0):
        assert sessions.store.save(call, version, b"session", event) is None


def test_events_come_to_sql_in_their_order_and_wait_no_longer(sessions: Sessions, engine: Engine) -> None:
    happens(sessions, b"began", b"\x00 any bytes \xff")
    happens(sessions, b"other", call=OTHER)
    assert drain(sessions.store, engine, as_it_is) == 3
    assert (logged(engine), logged(engine, OTHER)) == ([b"began", b"\x00 any bytes \xff"], [b"other"])
    assert drain(sessions.store, engine, as_it_is) == 0


def test_a_call_in_progress_is_drained_without_a_word_of_its_end(sessions: Sessions, engine: Engine) -> None:
    happens(sessions, b"1")
    drain(sessions.store, engine, as_it_is)
    happens(sessions, b"2", b"3")
    drain(sessions.store, engine, as_it_is)
    assert logged(engine) == [b"1", b"2", b"3"]


def test_one_drain_is_bounded_work(sessions: Sessions, engine: Engine) -> None:
    events = [b"%d" % number for number in range(MOST_AT_ONCE + 1)]
    happens(sessions, *events)
    assert [drain(sessions.store, engine, as_it_is) for _ in range(3)] == [MOST_AT_ONCE, 1, 0]
    assert logged(engine) == events


def test_what_cannot_be_read_is_left_out_and_waits_no_longer(sessions: Sessions, engine: Engine) -> None:
    happens(sessions, b"sealed with a key that is gone", b"2")
    assert drain(sessions.store, engine, lambda _, sealed: sealed if sealed == b"2" else None) == 2
    assert logged(engine) == [b"2"]
    assert sessions.store.backlog() == 0


class Forgetful(MemoryCallSessions):
    """Its worker dies after SQL has the events and before the store forgets them."""

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        raise Unavailable(f"{len(events)} are not forgotten")


def test_what_sql_has_already_is_not_added_again(engine: Engine) -> None:
    sessions = Sessions(Forgetful())
    happens(sessions, b"1", b"2")
    for _ in range(2):
        with pytest.raises(Unavailable):
            drain(sessions.store, engine, as_it_is)
    assert logged(engine) == [b"1", b"2"]


def test_while_sql_is_away_events_wait(sessions: Sessions, engine: Engine, tmp_path: Path) -> None:
    happens(sessions, b"1")
    with pytest.raises(Unavailable):
        drain(sessions.store, open_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), as_it_is)
    drain(sessions.store, engine, as_it_is)
    assert logged(engine) == [b"1"]


def test_a_call_goes_on_in_the_log_after_its_store_was_emptied(
    redis_sessions: Sessions, redis: Redis, engine: Engine
) -> None:
    """Versions begin anew, positions do not. What waited in the store is gone with it."""
    happens(redis_sessions, b"1", b"2")
    drain(redis_sessions.store, engine, as_it_is)
    happens(redis_sessions, b"lost")
    redis.flushall()
    happens(redis_sessions, b"3", b"4")
    drain(redis_sessions.store, engine, as_it_is)
    assert logged(engine) == [b"1", b"2", b"3", b"4"]


def has_at_most(redis: Redis, waiting: int) -> bool:
    return RedisCallSessions(redis).backlog() <= waiting


def drains_forever(redis_url: str, database_url: str) -> None:
    sessions, engine = open_sessions(redis_url), open_engine(database_url)
    while True:
        drain(sessions, engine, as_it_is)


def test_workers_killed_at_any_moment_lose_and_double_nothing(
    redis_sessions: Sessions, redis: Redis, valkey: str, database_url: str, engine: Engine
) -> None:
    """Two at a time, each killed after a different number of events has left the store."""
    events = [b"%d" % number for number in range(6 * MOST_AT_ONCE)]
    happens(redis_sessions, *events)
    for left in range(len(events) - 1, 0, -700):
        workers = [PROCESSES.Process(target=drains_forever, args=(valkey, database_url), daemon=True) for _ in range(2)]
        for worker in workers:
            worker.start()
        until(partial(has_at_most, redis, left))
        for worker in workers:
            os.kill(worker.pid or 0, signal.SIGKILL)
            worker.join()
    while drain(redis_sessions.store, engine, as_it_is):
        pass
    assert logged(engine) == events
