"""What is measured, running side by side on one database and one Valkey: the service, and what it is measured against.

All are served by the service's own web server.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ivr import wiring
from ivr.config import Settings, load_settings
from ivr.phone.line import Line
from storage import embedded
from tests.bench.people import crowd, move_in
from tests.bench.yardsticks import floor, ordinary_people, plain_people
from tests.leashed import start
from tests.service import LIMITS_OVER_CALLS, WEB, Service, children_of, free_port, running_service, until

ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER = "+46101740600"
NO_LIMIT = str(10**9)
SERVICE, ORDINARY = "service", "ordinary"
YARDSTICKS = ("constant", "plain", ORDINARY, "floor")


@dataclass(frozen=True)
class Target:
    """`background`: the process that delivers its text messages. `env`: where these are found, by settings' names."""

    name: str
    line: Line
    workers: tuple[int, ...]
    background: tuple[int, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """`shared`: the processes that all targets ask, by name."""

    service: Target
    yardsticks: Mapping[str, Target]
    shared: Mapping[str, int]

    @property
    def targets(self) -> tuple[Target, ...]:
        return (*self.yardsticks.values(), self.service)


@contextmanager
def running(data_dir: Path, database_url: str | None = None, names: Sequence[str] = YARDSTICKS) -> Iterator[Bench]:
    """On a fresh database: SQLite in `data_dir` unless another is given. `names`: of the yardsticks."""
    more = dict.fromkeys(LIMITS_OVER_CALLS, NO_LIMIT) | ({"DATABASE_URL": database_url} if database_url else {})
    with ExitStack() as stack:
        service = stack.enter_context(running_service(data_dir, LANGUAGES="en-GB", **more))
        settings = load_settings(service.env)
        _settle(settings)
        started = [stack.enter_context(_started(name, settings)) for name in names]
        yardsticks = {yardstick.name: yardstick.ready() for yardstick in started}
        yield Bench(_service(service), yardsticks, {"Valkey": service.pids()["valkey"][0]})


def _settle(settings: Settings) -> None:
    """The same people everywhere."""
    parts = wiring.parts(settings)
    move_in(parts, crowd())
    parts.engine.dispose()
    plain_people.settle(settings.database_url, crowd().phones)
    ordinary_people.settle(settings.database_url, crowd())
    floor.settle(settings.database_url)


def _service(service: Service) -> Target:
    pids = service.pids()
    line = Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)
    return Target(SERVICE, line, tuple(pids["web workers"]), tuple(pids["worker"]), service.env)


@dataclass(frozen=True)
class _Yardstick:
    name: str
    env: Mapping[str, str]
    server: int
    background: tuple[int, ...]
    workers: int

    def ready(self) -> Target:
        """Once it answers."""
        url = self.env["PUBLIC_URL"]
        until(lambda: _answers(url) and len(children_of(self.server)) == self.workers)
        line = Line(url, url, self.env["TWILIO_AUTH_TOKEN"], ACCOUNT, LINE_NUMBER)
        return Target(self.name, line, tuple(children_of(self.server)), self.background, self.env)


@contextmanager
def _started(name: str, settings: Settings) -> Iterator[_Yardstick]:
    address = f"127.0.0.1:{free_port()}"
    env = {
        "PUBLIC_URL": f"http://{address}",
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_tokens[0],
        "REDIS_URL": embedded.address(settings.redis_url, settings.data_dir),
        "DATABASE_URL": settings.database_url,
    }
    with ExitStack() as stack:
        server = stack.enter_context(_running("server", name, address, *_size(settings), env=env))
        background = [stack.enter_context(_running("ordinary_worker", env=env))] if name == ORDINARY else []
        yield _Yardstick(name, env, server, tuple(background), settings.web_workers)


def _size(settings: Settings) -> tuple[str, ...]:
    """Of the service's own web server."""
    return str(settings.web_workers), str(settings.web_threads), str(settings.connections_per_worker)


@contextmanager
def _running(module: str, *words: str, env: Mapping[str, str]) -> Iterator[int]:
    """The process of a module of the yardsticks, killed at the end: it keeps nothing."""
    command = [sys.executable, "-m", f"tests.bench.yardsticks.{module}", *words]
    with start(command, env=os.environ | env) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def _answers(url: str) -> bool:
    try:
        return bool(WEB.get(url).status_code)
    except httpx.TransportError:
        return False
