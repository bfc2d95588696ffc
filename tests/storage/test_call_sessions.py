"""Sessions of calls: one contract for Redis and for memory; then what only Redis can show."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from socket import AF_UNIX, socket

import pytest
from redis import Redis

from domain.errors import Unavailable
from storage.call_sessions import MOST_EVENTS, StoredSession, open_sessions
from storage.call_streams import STREAMS
from tests.storage.conftest import Sessions

CALL = "0123456789abcdef"


def test_a_call_that_nobody_saved_has_no_session(sessions: Sessions) -> None:
    assert sessions.store.load(CALL) is None


def test_the_first_save_is_version_1(sessions: Sessions) -> None:
    assert sessions.store.save(CALL, 0, b"sealed", b"event") is None
    assert sessions.store.load(CALL) == StoredSession(1, b"sealed")


def test_bytes_come_back_as_they_were(sessions: Sessions) -> None:
    every_byte = bytes(range(256))
    sessions.store.save(CALL, 0, every_byte, every_byte)
    assert sessions.store.load(CALL) == StoredSession(1, every_byte)
    assert sessions.log(CALL) == [every_byte]


def test_each_save_is_one_version_and_one_event(sessions: Sessions) -> None:
    for version in range(12):
        assert sessions.store.save(CALL, version, b"state %d" % version, b"event %d" % version) is None
    assert sessions.store.load(CALL) == StoredSession(12, b"state 11")
    assert sessions.log(CALL) == [b"event %d" % version for version in range(12)]


@pytest.mark.parametrize("expected_version", [0, 1, 3])
def test_whoever_was_overtaken_changes_nothing_and_is_given_what_is_stored(
    sessions: Sessions, expected_version: int
) -> None:
    sessions.store.save(CALL, 0, b"first", b"event 1")
    sessions.store.save(CALL, 1, b"second", b"event 2")
    stored = StoredSession(2, b"second")
    assert sessions.store.save(CALL, expected_version, b"late", b"late event") == stored
    assert sessions.store.load(CALL) == stored
    assert sessions.log(CALL) == [b"event 1", b"event 2"]


def test_a_session_that_was_lost_is_stored_again_at_its_version(sessions: Sessions) -> None:
    sessions.store.save(CALL, 0, b"first", b"event 1")
    sessions.store.clear()
    assert sessions.store.load(CALL) is None
    assert sessions.store.save(CALL, 1, b"second", b"event 2") is None
    assert sessions.store.load(CALL) == StoredSession(2, b"second")


def test_a_session_that_is_the_expected_one_is_advanced(sessions: Sessions) -> None:
    sessions.store.save(CALL, 0, b"token 1", b"event 1")
    assert sessions.store.advance(CALL, b"token 1", b"token 2.more", b"event 2") is None
    assert sessions.store.load(CALL) == StoredSession(2, b"token 2.more")
    assert sessions.store.advance(CALL, b"token 2", b"token 3", b"event 3") is None
    assert sessions.store.load(CALL) == StoredSession(3, b"token 3")
    assert sessions.log(CALL) == [b"event 1", b"event 2", b"event 3"]


def test_a_session_that_is_another_one_stays_and_is_given(sessions: Sessions) -> None:
    sessions.store.save(CALL, 0, b"token 1", b"event 1")
    sessions.store.save(CALL, 1, b"token 2", b"event 2")
    assert sessions.store.advance(CALL, b"token 1", b"late", b"late event") == StoredSession(2, b"token 2")
    assert sessions.store.load(CALL) == StoredSession(2, b"token 2")
    assert sessions.log(CALL) == [b"event 1", b"event 2"]


def test_a_session_that_is_not_known_is_not_advanced(sessions: Sessions) -> None:
    """It would rest on the word of a token alone."""
    with pytest.raises(Unavailable, match="does not know"):
        sessions.store.advance(CALL, b"token 1", b"token 2", b"event")
    assert sessions.store.load(CALL) is None
    assert sessions.log(CALL) == []


def test_calls_do_not_meet(sessions: Sessions) -> None:
    sessions.store.save(CALL, 0, b"mine", b"event")
    assert sessions.store.load("another") is None
    assert sessions.store.save("another", 0, b"theirs", b"event") is None


def test_of_many_at_once_one_saves_and_the_others_learn_what(sessions: Sessions) -> None:
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda n: sessions.store.save(CALL, 0, b"%d" % n, b"event"), range(64)))
    assert outcomes.count(None) == 1
    assert set(outcomes) - {None} == {sessions.store.load(CALL)}
    assert len(sessions.log(CALL)) == 1


def test_a_store_that_answers_says_so(sessions: Sessions) -> None:
    assert sessions.store.ping()
    sessions.store.probe()


def test_a_session_is_gone_after_an_hour(redis_sessions: Sessions, redis: Redis) -> None:
    redis_sessions.store.save(CALL, 0, b"sealed", b"event")
    assert 3_590_000 < redis.pttl(key_of(redis, CALL)) <= 3_600_000


def test_events_wait_in_the_order_of_their_call_until_they_are_forgotten(sessions: Sessions) -> None:
    for version, call in enumerate((CALL, "another", CALL, "another")):
        sessions.store.save(call, version // 2, b"sealed", b"event %d" % version)
    assert (sessions.log(CALL), sessions.log("another")) == ([b"event 0", b"event 2"], [b"event 1", b"event 3"])
    first = next(event for event in sessions.store.events(3) if event.call == CALL)
    for forgotten in ([first], [first], []):
        sessions.store.forget(forgotten)
    assert (sessions.log(CALL), sessions.log("another")) == ([b"event 2"], [b"event 1", b"event 3"])
    assert sessions.store.backlog() == 3
    assert sessions.store.load(CALL) is not None


def test_the_oldest_events_come_first(sessions: Sessions) -> None:
    for version in range(5):
        sessions.store.save(CALL, version, b"sealed", b"event %d" % version)
    assert [event.sealed for event in sessions.store.events(2)] == [b"event 0", b"event 1"]


def test_positions_ascend_also_when_nothing_waits_any_more(sessions: Sessions) -> None:
    positions = []
    for version in range(50):
        sessions.store.save(CALL, version, b"sealed", b"event")
        [event] = sessions.store.events(10)
        sessions.store.forget([event])
        positions.append(event.position)
    assert positions == sorted(set(positions))


def test_events_that_nobody_drains_are_bounded(redis_sessions: Sessions, redis: Redis) -> None:
    """Memory is finite: the oldest go, in whole blocks of the stream."""
    redis.config_set("stream-node-max-entries", 100)
    redis_sessions.store.save(CALL, 0, b"sealed", b"the first")
    [stream] = [stream for stream in STREAMS if redis.exists(stream)]
    most = MOST_EVENTS // len(STREAMS)
    with redis.pipeline() as crowd:
        for _ in range(most + 1000):
            crowd.xadd(stream, {"call": CALL, "sealed": b"event"})
        crowd.execute()
    redis_sessions.store.save(CALL, 1, b"sealed", b"the newest")
    assert most <= redis.xlen(stream) < most + 200


def test_a_call_and_its_events_are_in_one_slot_of_a_cluster(redis_sessions: Sessions, redis: Redis) -> None:
    """What stands in braces decides: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/"""
    calls = [f"{number}" for number in range(200)]
    for call in calls:
        redis_sessions.store.save(call, 0, b"sealed", b"event")
    assert {key_of(redis, call).partition(b"}")[0] + b"}:events" for call in calls} == set(STREAMS)
    assert set(redis.keys("*:events")) == set(STREAMS)


def key_of(redis: Redis, call: str) -> bytes:
    [key] = redis.keys(f"call:*:{call}")
    assert isinstance(key, bytes)
    return key


def test_every_load_and_every_save_is_one_trip(redis_sessions: Sessions, redis: Redis) -> None:
    """DESIGN: two trips a turn. Counted by the server: what clients sent, without what the script calls."""
    redis_sessions.store.save(CALL, 0, b"the script is known from here on", b"event")
    with trips(redis, redis_sessions) as counted:
        redis_sessions.store.load(CALL)
        redis_sessions.store.save(CALL, 1, b"won", b"event")
        redis_sessions.store.save(CALL, 1, b"lost", b"event")
        redis_sessions.store.advance(CALL, b"won", b"won again", b"event")
    assert counted == ["HMGET", "EVALSHA", "EVALSHA", "EVALSHA"]


def test_a_server_that_forgot_the_script_is_told_it_again(redis_sessions: Sessions, redis: Redis) -> None:
    redis_sessions.store.save(CALL, 0, b"first", b"event")
    redis.script_flush()
    assert redis_sessions.store.save(CALL, 1, b"second", b"event") is None
    assert redis_sessions.store.load(CALL) == StoredSession(2, b"second")


def test_clearing_forgets_calls_and_nothing_else(redis_sessions: Sessions, redis: Redis) -> None:
    redis.set("other", "kept")
    redis_sessions.store.save(CALL, 0, b"sealed", b"event")
    redis_sessions.store.clear()
    assert redis.keys() == [b"other"]


def test_a_connection_that_the_server_closed_is_opened_again(redis_sessions: Sessions, redis: Redis) -> None:
    for version in range(3):
        redis.client_kill_filter(_type="normal", skipme=True)
        assert redis_sessions.store.ping()
        redis.client_kill_filter(_type="normal", skipme=True)
        assert redis_sessions.store.save(CALL, version, b"sealed", b"event") is None
        redis.client_kill_filter(_type="normal", skipme=True)
        assert redis_sessions.store.load(CALL) == StoredSession(version + 1, b"sealed")


def test_threads_never_get_each_others_answers(redis_sessions: Sessions) -> None:
    def saved_and_loaded(n: int) -> StoredSession | None:
        redis_sessions.store.save(f"{n}", 0, b"of call %d" % n, b"event")
        return redis_sessions.store.load(f"{n}")

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(saved_and_loaded, range(500)))
    assert found == [StoredSession(1, b"of call %d" % n) for n in range(500)]


def test_a_forked_process_never_gets_its_parents_answers(redis_sessions: Sessions) -> None:
    for name in ("parent", "child"):
        redis_sessions.store.save(name, 0, name.encode(), b"event")
    context = get_context("fork")
    theirs: SimpleQueue[set[StoredSession | None]] = context.SimpleQueue()
    child = context.Process(target=lambda: theirs.put({redis_sessions.store.load("child") for _ in range(500)}))
    child.start()
    assert {redis_sessions.store.load("parent") for _ in range(500)} == {StoredSession(1, b"parent")}
    assert theirs.get() == {StoredSession(1, b"child")}
    child.join()


def test_a_store_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    store = open_sessions(f"unix://{tmp_path}/nobody.sock")
    assert not store.ping()
    with pytest.raises(Unavailable):
        store.load(CALL)
    with pytest.raises(Unavailable) as fault:
        store.save(CALL, 0, b"canary", b"canary")
    assert "canary" not in repr(fault.value)
    assert fault.value.__suppress_context__


def test_a_store_that_does_not_answer_is_unavailable_not_waited_for(tmp_path: Path) -> None:
    """It takes the connection and says nothing; the call would hang for as long as we do."""
    with socket(AF_UNIX) as mute:
        mute.bind(f"{tmp_path}/m.sock")
        mute.listen()
        with pytest.raises(Unavailable):
            open_sessions(f"unix://{tmp_path}/m.sock").load(CALL)


@contextmanager
def trips(redis: Redis, sessions: Sessions) -> Iterator[list[str]]:
    """The commands that the store sends meanwhile; not those that its script calls in the server."""
    counted: list[str] = []
    with redis.monitor() as monitor:  # type: ignore[no-untyped-call] # redis-py has no types for it
        yield counted
        sessions.store.load("the end")
        for command in monitor.listen():
            if "the end" in command["command"]:
                return
            if command["client_type"] != "lua":
                counted.append(command["command"].split()[0])
