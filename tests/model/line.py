"""The line under test: real Valkey, real SQLite, a clock that only tests move, and doors that fail when told to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask
from redis import Redis

from domain.checkpoint import Checkpoint
from domain.errors import Unavailable
from domain.messages import Channel, Message
from domain.people import Addressee
from domain.reach import Reach
from domain.requests import DomainAnswer
from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings
from ivr.outbound.texts import TextMessages
from ivr.phone.mailbox import CODE
from ivr.voice import webhooks
from ivr.voice.asking import Desk
from ivr.voice.session import CallSessions, StoredSession
from storage import embedded, migrate, seeding
from storage.call_sessions import RedisCallSessions
from storage.delivery import deliver_due

T = TypeVar("T")

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
BETWEEN_EVENINGS = timedelta(minutes=61)  # limits are counted by the hour
EVENINGS_OF_ONE_SEED = 20


class Breakage(StrEnum):
    """What fails once. The late ones fail after the work is done: only the answer is lost."""

    SERVICE = "service"
    SERVICE_LATE = "service-late"
    LOAD = "load"
    SAVE = "save"
    SAVE_LATE = "save-late"


class MovableClock:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time

    def today(self) -> date:
        return self.time.date()


class Codes:
    """A `domain.ports.MessageSender` that keeps the code of each text that has one. `sent`: recipient, code."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:  # noqa: ARG002 - at once
        if code := CODE.search(text):
            self.sent.append((recipient, code[0]))

    def deliver(self, to: Addressee, message: Message) -> None:
        if message.channel is Channel.TEXT:
            TextMessages(self, Reach()).send(to, message)


class Breakable:
    """Lets one thing fail, once. `broken`: what has failed since somebody looked last."""

    def __init__(self) -> None:
        self.armed: Breakage | None = None
        self.broken: Breakage | None = None

    def through(self, act: Callable[[], T], before: Breakage, after: Breakage | None = None) -> T:
        self._fail(before)
        result = act()
        self._fail(after)
        return result

    def _fail(self, breakage: Breakage | None) -> None:
        if breakage is not None and breakage is self.armed:
            self.armed, self.broken = None, breakage
            raise Unavailable("broken by the test")


class BreakableDesk:
    def __init__(self, desk: Desk, breakable: Breakable) -> None:
        self._desk, self._breakable = desk, breakable

    def checkpoint(self, call: str) -> Checkpoint:
        return self._desk.checkpoint(call)

    def answer(self, *asked: Any) -> DomainAnswer:
        return self._breakable.through(lambda: self._desk.answer(*asked), Breakage.SERVICE, Breakage.SERVICE_LATE)


class BreakableSessions:
    def __init__(self, sessions: CallSessions, breakable: Breakable) -> None:
        self._sessions, self._breakable = sessions, breakable

    def load(self, call: str) -> StoredSession | None:
        return self._breakable.through(lambda: self._sessions.load(call), Breakage.LOAD)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        return self._breakable.through(
            lambda: self._sessions.save(call, expected_version, sealed, event), Breakage.SAVE, Breakage.SAVE_LATE
        )

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        return self._breakable.through(
            lambda: self._sessions.advance(call, start, sealed, event), Breakage.SAVE, Breakage.SAVE_LATE
        )


class LineUnderTest:
    """`languages` in their order. One evening is one play of several calls; `evening` begins the next.

    `signers`: demo people by key who have keyed the code of an agreement, and may have signed it.
    """

    def __init__(self, settings: Settings) -> None:
        self.clock, self.breakable = MovableClock(), Breakable()
        self.languages = settings.languages
        self.queues = (settings.agents_general, settings.agents_specialist)
        patient = RedisCallSessions(Redis.from_url(embedded.url(settings.data_dir)))  # a busy machine is no fault
        self.parts = replace(wiring.parts(settings), clock=self.clock, sessions=patient)
        self.app = self._app(settings)
        self.calls = self.answers = self._evenings = 0
        self.signers: set[str] = set()
        migrate.upgrade(settings.database_url)

    def wait(self, seconds: int) -> None:
        self.clock.time += timedelta(seconds=seconds)

    def evening(self) -> None:
        self.breakable.armed = self.breakable.broken = None
        self.clock.time += BETWEEN_EVENINGS
        if self._evenings % EVENINGS_OF_ONE_SEED == 0:
            self.clock.time = NOON
            seeding.seed(self.parts.engine, self.parts.cipher, NOON, fresh=True)
            self.parts.sessions.clear()
            self.signers.clear()
        self._evenings += 1
        self.texts()

    def texts(self) -> list[tuple[str, str]]:
        """The codes that are on their way: recipient, code."""
        found = Codes()
        deliver_due(self.parts.engine, self.parts.cipher, found.deliver, self.clock.now)
        return found.sent

    def broken(self) -> Breakage | None:
        """What failed in the request that was just made."""
        broken, self.breakable.broken = self.breakable.broken, None
        return broken

    def _app(self, settings: Settings) -> Flask:
        line = wiring.line(settings, self.parts)
        kept = line.turns.kept
        turns = replace(
            line.turns,
            desk=BreakableDesk(line.turns.desk, self.breakable),
            kept=replace(kept, store=BreakableSessions(kept.store, self.breakable)),
        )
        return create_app([webhooks.blueprint(replace(line, turns=turns))])
