"""A reply of the session store that comes late, in half or not at all: nothing is saved twice, nobody hears another's.

Between a thread and a real Valkey stands what has fates for its replies.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from socket import AF_UNIX, SHUT_RDWR, socket
from socketserver import BaseRequestHandler, ThreadingMixIn, UnixStreamServer
from threading import Event, Thread

import pytest
from redis import Redis

from domain.errors import Unavailable
from storage.call_sessions import RedisCallSessions, StoredSession
from tests.service import PATIENCE
from tests.storage.conftest import Sessions

CALL, CHUNK = "call", 64 * 1024
NO_PATIENCE = 0.05  # seconds that a reply is waited for


class Fate(Enum):
    """Of one reply."""

    ARRIVES = auto()
    LOST = auto()  # its connection ends instead
    HALF = auto()  # its connection ends in the middle of it
    LATE = auto()  # it comes when nobody waits for it any more


@dataclass
class Between:
    """`fates` of the next replies; all that follow arrive. `questions`: how many came through."""

    url: str
    leads_to: str
    fates: list[Fate] = field(default_factory=list)
    questions: int = 0
    is_given_up: Event = field(default_factory=Event)


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    between: Between


class _Connection(BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        between, client = self.server.between, self.request
        with socket(AF_UNIX) as store:
            store.connect(between.leads_to)
            while question := client.recv(CHUNK):
                between.questions += 1
                store.sendall(question)
                reply = store.recv(CHUNK)
                fate = between.fates.pop(0) if between.fates else Fate.ARRIVES
                if fate is Fate.LATE:
                    assert between.is_given_up.wait(PATIENCE)
                if fate is not Fate.LOST:
                    client.sendall(reply[: len(reply) // 2] if fate is Fate.HALF else reply)
                if fate in (Fate.LOST, Fate.HALF):
                    client.shutdown(SHUT_RDWR)
                    return


@pytest.fixture
def between(redis: Redis, tmp_path: Path) -> Iterator[Between]:
    """In front of an empty store."""
    redis.flushall()
    path = str(tmp_path / "between.sock")
    server = _Server(path, _Connection)
    server.between = Between(f"unix://{path}", redis.connection_pool.connection_kwargs["path"])
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.between
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(between: Between) -> Iterator[RedisCallSessions]:
    with closing(Redis.from_url(between.url, socket_timeout=5)) as client:
        yield RedisCallSessions(client)


@pytest.fixture
def impatient(between: Between) -> Iterator[RedisCallSessions]:
    with closing(Redis.from_url(between.url, socket_timeout=NO_PATIENCE)) as client:
        yield RedisCallSessions(client)


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.HALF])
def test_a_save_whose_reply_was_lost_meets_itself_and_is_one(
    between: Between, store: RedisCallSessions, redis_sessions: Sessions, fate: Fate
) -> None:
    assert store.save(CALL, 0, b"first", b"event") is None
    between.fates = [fate]
    assert store.save(CALL, 1, b"second", b"event") == StoredSession(2, b"second")
    assert len(redis_sessions.log(CALL)) == 2


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.HALF])
def test_a_load_whose_reply_was_lost_is_asked_again(between: Between, store: RedisCallSessions, fate: Fate) -> None:
    store.save(CALL, 0, b"sealed", b"event")
    between.fates = [fate]
    assert store.load(CALL) == StoredSession(1, b"sealed")


def test_a_reply_that_is_lost_twice_is_none_and_the_next_question_has_its_own(
    between: Between, store: RedisCallSessions
) -> None:
    """Sent again once: somebody is on the line."""
    store.save(CALL, 0, b"sealed", b"event")
    between.questions, between.fates = 0, [Fate.LOST, Fate.LOST]
    with pytest.raises(Unavailable):
        store.load(CALL)
    assert between.questions == 2
    assert store.load(CALL) == StoredSession(1, b"sealed")


def test_a_reply_that_comes_late_is_no_answer_to_the_next_question(
    between: Between, store: RedisCallSessions, impatient: RedisCallSessions
) -> None:
    """Nor is the question sent again: it has been waited for once."""
    store.save(CALL, 0, b"of this call", b"event")
    store.save("another", 0, b"of another", b"event")
    between.questions, between.fates = 0, [Fate.LATE]
    with pytest.raises(Unavailable):
        impatient.load(CALL)
    assert between.questions == 1
    between.is_given_up.set()
    assert impatient.load("another") == StoredSession(1, b"of another")
