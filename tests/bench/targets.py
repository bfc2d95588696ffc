"""The three that are measured, running side by side on one database and one Valkey."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from ivr import wiring
from ivr.cli.web import THREADS, WORKERS
from ivr.config import Settings, load_settings
from ivr.phone.line import Line
from storage import embedded
from tests.bench.people import crowd, move_in
from tests.bench.yardsticks.plain_people import settle
from tests.leashed import start
from tests.service import LIMITS_OVER_CALLS, children_of, free_port, running_service, until

ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER = "+46101740600"
NO_LIMIT = str(10**9)


@dataclass(frozen=True)
class Target:
    """`others`: the processes beside the web workers that a turn costs too."""

    name: str
    line: Line
    workers: tuple[int, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bench:
    """`env`: the settings that find the service and its keys."""

    env: Mapping[str, str]
    targets: tuple[Target, ...]


@contextmanager
def running(data_dir: Path, database_url: str | None = None) -> Iterator[Bench]:
    """On a fresh database: SQLite in `data_dir` unless another is given."""
    more = dict.fromkeys(LIMITS_OVER_CALLS, NO_LIMIT) | ({"DATABASE_URL": database_url} if database_url else {})
    with ExitStack() as stack:
        service = stack.enter_context(running_service(data_dir, LANGUAGES="en-GB", **more))
        settings = load_settings(service.env)
        parts = wiring.parts(settings)
        move_in(parts, crowd())
        settle(settings.database_url, crowd().phones)
        parts.engine.dispose()
        pids = service.pids()
        line = Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)
        others = (*pids["worker"], *pids["valkey"])
        yardsticks = [stack.enter_context(_yardstick(name, settings)) for name in ("constant", "plain")]
        yield Bench(service.env, (*yardsticks, Target("service", line, tuple(pids["web workers"]), others)))


@contextmanager
def _yardstick(name: str, settings: Settings) -> Iterator[Target]:
    address = f"127.0.0.1:{free_port()}"
    url, token = f"http://{address}", settings.twilio_auth_tokens[0]
    env = os.environ | {
        "PUBLIC_URL": url,
        "TWILIO_AUTH_TOKEN": token,
        "REDIS_URL": embedded.address(settings.redis_url, settings.data_dir),
        "DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "tests.bench.yardsticks.server", name, address, str(WORKERS), str(THREADS)]
    with start(command, env=env) as server:
        try:
            until(lambda: _answers(url) or server.poll() is not None)
            yield Target(name, Line(url, url, token, ACCOUNT, LINE_NUMBER), tuple(children_of(server.pid)))
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        return bool(httpx.get(url, trust_env=False).status_code)
    except httpx.TransportError:
        return False
