"""The points of a request at which a process may be killed: each statement, each word to and from Redis, the answer."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from multiprocessing.connection import Connection
from typing import Any

from redis.connection import AbstractConnection
from werkzeug.test import Client, TestResponse

from ivr import memory, wiring
from ivr.app import create_app, side_by_side
from ivr.config import load_settings
from tests.forked import processes_with
from tests.statements import watched

PROCESSES = processes_with(__name__)
IN_NO_FORK = -1  # in the place of a point


@dataclass(frozen=True)
class Asked:
    """A request from outside, as it is sent and as it is repeated."""

    path: str
    headers: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answered:
    """`points`: at how many the process could have been killed."""

    points: int
    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Server:
    """Forks a process for each request, so that nothing is left of one but what is stored."""

    pipe: Connection

    def warm_up(self, *asked: Asked) -> None:
        """Answer once without a fork, so that each fork has what a worker has after its first calls."""
        for one in asked:
            self.pipe.send((one, IN_NO_FORK))
            assert self.pipe.recv() < HTTPStatus.BAD_REQUEST

    def answer(self, asked: Asked) -> Answered:
        self.pipe.send((asked, 0))
        answered = self.pipe.recv()
        assert isinstance(answered, Answered), answered
        assert self.pipe.recv() == 0
        return answered

    def is_killed(self, asked: Asked, point: int) -> bool:
        """Whether the process that answers got as far as that point, where it is killed."""
        self.pipe.send((asked, point))
        return bool(self.pipe.recv() == -signal.SIGKILL)


@contextmanager
def running_server(env: Mapping[str, str]) -> Iterator[Server]:
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_serve, args=(env, theirs))
    process.start()
    yield Server(ours)
    ours.send(None)
    process.join()


def _serve(env: Mapping[str, str], pipe: Connection) -> None:
    """With line and API as a web worker has them; no fork begins with a connection to the database."""
    settings = load_settings(env)
    shared = wiring.parts(settings)
    line = wiring.blueprints(settings, shared, wiring.seen(settings, shared))
    api = wiring.api_blueprints(settings, shared)
    client = Client(side_by_side(create_app(line), create_app(api)))
    while wanted := pipe.recv():
        asked, last = wanted
        if last == IN_NO_FORK:
            pipe.send(_post(client, asked).status_code)
            shared.engine.dispose()
            memory.share()
            continue
        if (child := os.fork()) == 0:
            _answer(client, pipe, asked, last)
        pipe.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _post(client: Client, asked: Asked) -> TestResponse:
    return client.post(asked.path, headers=dict(asked.headers), data=asked.form)


@dataclass
class Points:
    """Counts them, and does not survive the last one; 0: survives them all."""

    last: int
    passed: int = 0

    def note(self, _: str = "") -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def _answer(client: Client, pipe: Connection, asked: Asked, last: int) -> None:
    """In a process of its own, which does not come back."""
    status, points = os.EX_SOFTWARE, Points(last)
    try:
        _watch_redis(points)
        with watched(points.note):
            answer = _post(client, asked)
        points.note("the answer is made")
        points.note("and sent")
        pipe.send(Answered(points.passed, answer.status_code, answer.data))
        status = os.EX_OK
    finally:
        os._exit(status)


def _watch_redis(points: Points) -> None:
    """Before each command is sent, and once it is answered. For good: the process is there for nothing else."""
    connection: Any = AbstractConnection
    send, read = connection.send_packed_command, connection.read_response

    def noting_send(*given: Any, **how: Any) -> None:
        points.note()
        send(*given, **how)

    def noting_read(*given: Any, **how: Any) -> Any:
        answer = read(*given, **how)
        points.note()
        return answer

    for name, noting in (("send_packed_command", noting_send), ("read_response", noting_read)):
        setattr(connection, name, noting)
