"""Four instances on one PostgreSQL and one Valkey, under calls: `python -m tests.bench.machines`.

One of them is killed, and later another is stopped and started anew as a deployment does. Callers are carried to their
end, or handed over to a person by the fallback address, or lost: none may be.
"""

import sys
import threading
import time
from asyncio import StreamReader, StreamWriter, gather, open_connection
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from httpx import TransportError

from ivr import wiring
from ivr.config import load_settings
from ivr.phone.errors import CallEnded, PhoneError
from ivr.phone.line import Line
from storage import seeding
from storage.migrate import upgrade
from tests.bench.people import Crowd, crowd, move_in
from tests.bench.targets import ACCOUNT, LINE_NUMBER
from tests.postgres import running_postgres
from tests.rotation.callers import Caller, callers
from tests.rotation.deployment import Instance
from tests.rotation.front import Front, pump
from tests.service import MANY_CALLS, environment
from tests.valkey import running_valkey

INSTANCES, AT_ONCE = 4, 8
PHASE = 8.0  # seconds: before, after the kill, and after the deployment
ACTS = ("dials", "identifies", "is_verified", "goes_on", "ends")
AUTH_TOKEN, KEY = "7" * 32, "0123456789abcdef" * 4
CARRIED, HANDED_OVER, LOST = "carried to their end", "handed over by the fallback address", "lost"
NOT_COUNTED = "without a handset, which the killed one was asked for"


class Balancer(Front):
    """Passes over an instance that accepts no connection, as every load balancer does."""

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        for _ in range(INSTANCES):
            self._ports.append(port := self._ports.pop(0))
            with suppress(ConnectionError):
                await self._pass_to(port, reader, writer)
                return
        writer.close()

    async def _pass_to(self, port: int, reader: StreamReader, writer: StreamWriter) -> None:
        beyond_reader, beyond_writer = await open_connection("127.0.0.1", port)
        self._passing[port] += 1
        try:
            await gather(pump(reader, beyond_writer), pump(beyond_reader, writer))
        finally:
            self._passing[port] -= 1


@dataclass
class Calls:
    """Calls at a line, one after another in each of AT_ONCE threads, until `stop` is set."""

    line: Line
    people: Crowd
    stop: threading.Event = field(default_factory=threading.Event)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    phase: str = ""

    @contextmanager
    def going_on(self) -> Iterator[None]:
        everybody = callers(self.line, Crowd(self.people.customers, (), (), self.people.phones))
        parts = [everybody[place::AT_ONCE] for place in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            going = [pool.submit(self._call_again, part) for part in parts]
            yield
            self.stop.set()
        for one in going:
            one.result()

    def _call_again(self, everybody: Sequence[Caller]) -> None:
        for caller in cycle(everybody):
            if self.stop.is_set():
                return
            self.ended[self.phase, _ends(caller)] += 1


def _ends(caller: Caller) -> str:
    try:
        for act in ACTS:
            getattr(caller, act)()
    except TransportError:
        return NOT_COUNTED
    except (AssertionError, CallEnded):
        return HANDED_OVER if caller.has_noticed else LOST
    except PhoneError:
        return LOST
    return CARRIED


def main() -> None:
    with ExitStack() as stack:
        name = stack.enter_context(TemporaryDirectory(prefix="machines-"))
        server = stack.enter_context(running_postgres(durable=True))
        database, redis = stack.enter_context(server.database()), stack.enter_context(running_valkey(Path(name)))
        front = stack.enter_context(Balancer().running())
        env = environment(
            MODE="demo", DATABASE_URL=server.url(database), REDIS_URL=redis, PUBLIC_URL=front.url,
            TWILIO_AUTH_TOKEN=AUTH_TOKEN, SECRET_KEYS=KEY, WEB_WORKERS="1", **MANY_CALLS,
        )  # fmt: skip
        calls = Calls(Line(front.url, front.url, AUTH_TOKEN, ACCOUNT, LINE_NUMBER), crowd())
        _settle(env | {"CREDITLINE_DATA_DIR": name}, calls.people)
        instances = [Instance(env | {"CREDITLINE_DATA_DIR": f"{name}/{place}"}) for place in range(INSTANCES)]
        _simulate(calls, [each.start() for each in instances], front)
    for (phase, end), count in sorted(calls.ended.items()):
        click.echo(f"{phase:<28}{end:<40}{count:>6}", err=True)
    sys.exit(any(end == LOST for _, end in calls.ended))


def _settle(env: Mapping[str, str], people: Crowd) -> None:
    settings = load_settings(env)
    upgrade(settings.database_url)
    parts = wiring.parts(settings)
    seeding.seed(parts.engine, parts.cipher, parts.clock.now(), fresh=False)
    move_in(parts, people)
    parts.engine.dispose()


def _simulate(calls: Calls, instances: Sequence[Instance], front: Front) -> None:
    first, second, *others = instances
    for each in instances:
        front.let_in(each.port)
    with calls.going_on():
        calls.phase = "1 before"
        time.sleep(PHASE)
        calls.phase = "2 one is killed"
        first.kill()
        time.sleep(PHASE)
        calls.phase = "3 another is deployed"
        front.take_out(second.port)
        second.stop()
        time.sleep(PHASE / 2)
        front.let_in(second.start().port)
        time.sleep(PHASE)
        calls.phase = "4 at the end"
    for each in (second, *others):
        each.stop()


if __name__ == "__main__":
    main()
