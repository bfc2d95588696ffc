"""What a turn costs by component: `python -m tests.bench.components`. Linux only; half a minute.

The line runs in this process. A timer of its CPU time interrupts it every half millisecond, and each sample counts for
the innermost frame that belongs to a component; beside it the floor, in the same process, for what nobody can save.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import thread_time
from types import FrameType

import click
from flask import Flask

from domain.reach import Reach
from ivr import logs, memory, wiring
from ivr.app import create_app
from ivr.config import load_settings
from ivr.outbound.texts import TextMessages
from ivr.phone.line import Line
from storage import embedded, migrate
from storage.delivery import deliver_due
from storage.handset import Handset
from tests.bench.call import Answer, Post
from tests.bench.calling import played
from tests.bench.people import crowd, move_in
from tests.bench.script import MIX
from tests.bench.targets import ACCOUNT, LINE_NUMBER, SERVICE, Target
from tests.bench.yardsticks import floor
from tests.service import MANY_CALLS, environment
from tests.valkey import running_valkey

URL, AUTH_TOKEN = "https://line.example", "7" * 32
EVERY_SECONDS = 0.0005
ROUNDS = 12  # of the mix of calls
COMPONENTS = {
    "signature": ("twilio/request_validator", "ivr/voice/signature"),
    "form and shapes": ("urllib/parse", "ivr/voice/shapes", "ivr/voice/events"),
    "sealing and its JSON": ("ivr/voice/tokens", "storage/cipher", "ivr/dialogue/recovery"),
    "Redis": ("storage/call_sessions", "storage/held_connection", "storage/breaker", "redis/"),
    "SQL": ("storage/", "sqlalchemy/", "sqlite3", "psycopg"),
    "domain": ("domain/",),
    "words and TwiML": (
        "ivr/dialogue/present",
        "ivr/dialogue/tell",
        "ivr/prompts",
        "ivr/voice/twiml",
        "fluent/",
        "babel/",
    ),
    "table of the call": ("ivr/dialogue/",),
    "log and metrics": ("structlog/", "ivr/logs", "ivr/counts", "ivr/metrics", "ivr/counted"),
    "turn and webhook": ("ivr/voice/",),
    "Flask and Werkzeug": ("flask/", "werkzeug/", "ivr/app"),
}
OTHER = "the rest"


@dataclass
class Meter:
    """CPU seconds of this thread in an application, its turns, and what it was seen at."""

    seconds: float = 0
    turns: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    is_running: bool = False

    def ask(self, app: Flask, post: Post) -> Answer:
        client = app.test_client()
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": post.signature}
        answer = client.post(post.path, data=post.body, headers=form)
        return Answer(answer.status_code, answer.data)

    def measure(self, app: Flask) -> None:
        """From the request to its answer, without the client that asks."""
        inner = app.wsgi_app

        def measured(*request: object) -> list[bytes]:
            began, self.is_running = thread_time(), True
            answer = list(inner(*request))  # type: ignore[arg-type] # what WSGI gives
            self.seconds, self.is_running, self.turns = self.seconds + thread_time() - began, False, self.turns + 1
            return answer

        app.wsgi_app = measured  # type: ignore[method-assign,assignment]

    @contextmanager
    def sampling(self) -> Iterator[None]:
        def note(_signal: int, frame: FrameType | None) -> None:
            if self.is_running:
                self.seen[component_of(frame)] += 1

        signal.signal(signal.SIGPROF, note)
        signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
        yield
        signal.setitimer(signal.ITIMER_PROF, 0)

    @property
    def microseconds(self) -> float:
        return self.seconds / self.turns * 1e6


def component_of(frame: FrameType | None) -> str:
    while frame:
        name = frame.f_code.co_filename
        found = next((one for one, marks in COMPONENTS.items() if any(mark in name for mark in marks)), None)
        if found:
            return found
        frame = frame.f_back
    return OTHER


@dataclass(frozen=True)
class Handed:
    """Texts are in the handset as soon as they are asked for."""

    parts: wiring.Parts

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:  # noqa: ARG002 - at once
        Handset(self.parts.engine, self.parts.cipher).add(recipient, text, self.parts.clock.now())

    def over(self) -> None:
        sender = TextMessages(self, Reach())
        deliver_due(self.parts.engine, self.parts.cipher, sender.send, self.parts.clock.now)


def lines(service: Meter, plain_floor: Meter) -> Iterator[str]:
    samples = service.seen.total()
    for name, seen in service.seen.most_common():
        yield f"{name:24}{service.microseconds * seen / samples:8.0f} us  {seen / samples:5.1%}"
    yield f"{'a turn':24}{service.microseconds:8.0f} us"
    yield f"{'the floor':24}{plain_floor.microseconds:8.0f} us"


def play(target: Target, ask: Callable[[Post], Answer], rounds: int) -> None:
    for script in MIX * rounds:
        for _ in played(target, script, ask):
            pass


def measured(app: Flask, target: Target, hand_over: Callable[[], None]) -> Meter:
    """Warm, first without the timer, then for as long with it."""
    meter = Meter()
    meter.measure(app)

    def ask(post: Post) -> Answer:
        answer = meter.ask(app, post)
        hand_over()
        return answer

    play(target, ask, 1)
    meter.seconds, meter.turns = 0, 0
    play(target, ask, ROUNDS)
    turns, seconds = meter.turns, meter.seconds
    with meter.sampling():
        play(target, ask, ROUNDS)
    meter.turns, meter.seconds = turns, seconds
    return meter


def tables(folder: Path) -> Iterator[str]:
    env = environment(
        MODE="demo", LANGUAGES="en-GB", DATA_DIR=str(folder), PUBLIC_URL=URL, TWILIO_AUTH_TOKEN=AUTH_TOKEN, **MANY_CALLS
    )
    settings = load_settings(env)
    migrate.upgrade(settings.database_url)
    parts = wiring.parts(settings)
    move_in(parts, crowd())
    floor.settle(settings.database_url)
    line = Line(URL, URL, AUTH_TOKEN, ACCOUNT, LINE_NUMBER)
    logs.configure()
    memory.settle()
    os.environ |= {"PUBLIC_URL": URL, "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "REDIS_URL": embedded.url(folder)}
    service = measured(
        create_app(wiring.blueprints(settings, parts, wiring.seen(settings, parts))),
        Target(SERVICE, line, (), env=env),
        Handed(parts).over,
    )
    least = measured(floor.application(parts.engine), Target("floor", line, ()), lambda: None)
    return lines(service, least)


@click.command()
def main() -> None:
    """Print what a turn of the service costs, by component."""
    with TemporaryDirectory(prefix="bench-") as name, running_valkey(Path(name)):
        click.echo("\n".join(tables(Path(name))))


if __name__ == "__main__":
    main()
