"""The session store on several servers: what a cluster and Sentinels do otherwise than one server alone."""

from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from domain.errors import Unavailable
from ivr.api.rates import RequestRate
from storage.breaker import Breaker
from storage.call_sessions import RedisCallSessions, StoredSession
from storage.call_streams import STREAMS, stream_of
from storage.event_log import drain
from storage.redis_client import open_client
from tests.redis_fleets import Fleet, a_cluster, known_to_sentinels
from tests.redis_servers import Server
from tests.service import PATIENCE, free_port, until
from tests.storage.test_draining_at_once import as_it_is, sealed

CALLS = [f"call {number}" for number in range(8 * len(STREAMS))]  # in every stream some
NO_PATIENCE, SOON = 0.05, 10.0  # seconds


@pytest.fixture(scope="module")
def cluster() -> Iterator[Fleet]:
    with TemporaryDirectory(prefix="fleet-") as folder, a_cluster(Path(folder)) as running:
        yield running


@pytest.fixture
def store(cluster: Fleet) -> Iterator[RedisCallSessions]:
    with closing(RedisCallSessions(open_client(cluster.url, PATIENCE))) as sessions:
        sessions.clear()
        yield sessions


def test_in_a_cluster_each_call_is_kept_and_its_events_are_found_and_forgotten(store: RedisCallSessions) -> None:
    for call in CALLS:
        assert store.save(call, 0, b"token 1", b"event 1") is None
        assert store.advance(call, b"token 1", b"token 2", b"event 2") is None
        assert store.load(call) == StoredSession(2, b"token 2")
    events = store.events(len(CALLS))
    assert sorted(event.call for event in events) == sorted(CALLS * 2)
    store.forget(events)
    assert store.backlog() == 0


def test_in_a_cluster_everything_is_cleared(store: RedisCallSessions) -> None:
    for call in CALLS:
        store.save(call, 0, b"token", b"event")
    store.clear()
    assert store.backlog() == 0
    assert {store.load(call) for call in CALLS} == {None}


def test_in_a_cluster_all_workers_count_requests_together(cluster: Fleet) -> None:
    with closing(open_client(cluster.url, PATIENCE)) as one, closing(open_client(cluster.url, PATIENCE)) as another:
        rates = [RequestRate(5, client, Breaker()) for client in (one, another)]
        assert [rate.take(1, "subject").remaining for rate in rates * 2] == [4, 3, 2, 1]


def test_a_slot_that_has_moved_is_followed_within_one_question(store: RedisCallSessions, cluster: Fleet) -> None:
    """As after a planned failover: the old server lives on, says MOVED, and the connections to it stay open."""
    for call in CALLS:
        store.save(call, 0, b"token 1", b"event")
    *_, replica = cluster.servers
    replica.ask("CLUSTER", "FAILOVER")
    until(lambda: replica.ask("ROLE")[0] == "master")
    assert {store.advance(call, b"token 1", b"token 2", b"event") for call in CALLS} == {None}
    assert store.ping()


def test_the_slots_of_a_server_that_is_killed_are_found_where_they_are_then(
    store: RedisCallSessions, cluster: Fleet
) -> None:
    def all_are_stored() -> bool:
        fresh = [f"{call} {next(round_)}" for call in CALLS]
        with suppress(Unavailable):
            return not any(store.save(call, 0, b"token", b"event") for call in fresh)
        return False

    round_ = count()
    assert all_are_stored()
    first, *_, replica = cluster.servers
    lost = first if first.ask("ROLE")[0] == "master" else replica
    lost.kill()
    until(all_are_stored, within=SOON)


def test_a_lost_server_of_a_cluster_keeps_the_events_of_the_others_from_nobody(tmp_path: Path, engine: Engine) -> None:
    """Nobody takes its slots over; https://valkey.io/topics/cluster-tutorial/: cluster-require-full-coverage."""
    with (
        a_cluster(tmp_path) as fleet,
        closing(RedisCallSessions(open_client(fleet.url, PATIENCE))) as store,
    ):
        for server in fleet.servers:
            server.ask("CONFIG", "SET", "cluster-require-full-coverage", "no")
        for call in CALLS:
            store.save(call, 0, b"token", call.encode())
        first, second, *_ = fleet.servers
        lost = waiting_at(second)
        assert lost
        second.kill()
        kept = {call.encode() for call in CALLS if stream_of(call) not in lost}
        for _ in range(2):  # while the others still count on it, and as it is out
            with pytest.raises(Unavailable):
                drain(store, engine, as_it_is)
            assert sorted(sealed(engine)) == sorted(kept)
            until(lambda: "fail " in first.ask("CLUSTER", "NODES"))
        assert waiting_at(first) == set()


def waiting_at(server: Server) -> set[bytes]:
    """Name the streams that it has events in."""
    return {name.encode() for name in server.ask("KEYS", "call:*:events") if server.ask("XLEN", name)}


def test_a_cluster_that_is_away_at_the_start_is_unavailable_and_no_fault() -> None:
    client = open_client(f"redis+cluster://127.0.0.1:{free_port()}", PATIENCE)
    with closing(RedisCallSessions(client)) as store:
        with pytest.raises(Unavailable):
            store.load(CALLS[0])
        with pytest.raises(Unavailable):
            store.backlog()
        assert not store.ping()
        assert RequestRate(5, client, Breaker()).take(1, "subject").remaining == 4


def test_a_late_reply_of_a_server_that_sentinels_named_is_no_answer_to_the_next_question(tmp_path: Path) -> None:
    with (
        known_to_sentinels(tmp_path) as fleet,
        closing(RedisCallSessions(open_client(fleet.url, PATIENCE))) as store,
        closing(RedisCallSessions(open_client(fleet.url, NO_PATIENCE))) as hasty,
    ):
        for call in CALLS[:2]:
            store.save(call, 0, call.encode(), b"event")
        hasty.load(CALLS[0])
        fleet.servers[0].ask("CLIENT", "PAUSE", 200, "ALL")
        with pytest.raises(Unavailable):
            hasty.load(CALLS[0])
        store.ping()  # answered when the pause is over, and with it what was asked before
        assert hasty.load(CALLS[1]) == StoredSession(1, CALLS[1].encode())
