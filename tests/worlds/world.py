"""One world: the dialogue and the customer journey API in this process, on tables in memory, all of it in sight."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from redis import Redis
from werkzeug.test import TestResponse

from domain.errors import Unavailable
from domain.messages import Channel
from domain.requests import DomainAnswer, Origin, TurnKey
from domain.services.answering import Desk
from domain.verification import VerificationLimits
from ivr.api import journey_routes
from ivr.api.journey_office import JourneyOffice
from ivr.api.rates import RequestRate
from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.dialogue.events import CallEvent, HungUp
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.present import present
from ivr.dialogue.states import Speaking, greeting
from ivr.voice.asking import settled
from storage import demo
from storage.cipher import Cipher
from tests.api.conftest import System
from tests.api.journeys import VERIFICATIONS
from tests.domain.line import NOON, Line, SettableClock
from tests.fakes.transactions import MemoryTables, MemoryTransactions
from tests.worlds.watched import Question, WatchedTransactions

SECRET = b"a secret of the tests, long enough"
UUID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OF_THE_WEBSITE = ("RateLimit-Remaining", "RateLimit-Reset")  # of one website that asks in both worlds
RIGHT, WRONG = "482913", "000000"

LIMITS = VerificationLimits(
    wrong_codes_per_person=3,
    wrong_codes_per_caller=8,
    wrong_codes_withheld=9,
    wrong_codes_per_client=8,
    wrong_codes_alarm=12,
    starts_per_caller=8,
    starts_per_identifier=5,
    codes_per_person=2,
    codes_from_record=1,
    call_backs_per_caller=1,
    call_backs_in_all=3,
)
"""So low that each of them is reached within a few calls, but for what leaves in all: SECURITY.md, "What remains"."""


@dataclass(frozen=True)
class Seen:
    """What somebody outside gets, what it costs, and how many rows there are.

    Counters are counted as they are asked for: a person's two identifiers share some of their rows.
    """

    answer: object
    asked: tuple[Question, ...]
    rows: Mapping[str, int]


Told = tuple[int, bytes, Mapping[str, str]]
"""Status, body and headers of the API."""


class OneCode:
    """`domain.ports.Codes` of which the right one is known, so that a wrong one is always wrong."""

    def new(self) -> str:
        return RIGHT

    def mac(self, challenge: str, code: str) -> bytes:
        return f"{challenge}:{code}".encode()

    def macs(self, challenge: str, code: str) -> tuple[bytes, ...]:
        return (self.mac(challenge, code),)


class NoRedis:
    """`ivr.breaker.Breaker`: requests are counted by the worker alone."""

    def guarding(self) -> AbstractContextManager[None]:
        raise Unavailable("there is none")


class World:
    """`without`: the key of a demo person who is not in it."""

    def __init__(self, without: str | None = None, limits: VerificationLimits = LIMITS) -> None:
        self.tables = MemoryTransactions(_tables(without))
        self.watched = WatchedTransactions(self.tables)
        self.clock = SettableClock()
        self.line = Line(
            self.watched, list, list, self.hand_over, self.clock, Cipher([SECRET.decode()]), limits, codes=OneCode()
        )
        self.calls = 0
        self.faults: list[Exception] = []
        self.call = Call(self, "0", None)
        self.website = website()
        self.verification = "none"

    def sees(self, act: Callable[["World"], object]) -> Seen:
        """And every message leaves that may."""
        self.watched.asked.clear()
        answer = act(self)
        self.hand_over()
        tables = vars(self.tables.tables)
        rows = {name: len(one) for name, one in tables.items() if name != "counters" and hasattr(one, "__len__")}
        changing = ("calls", "challenges", "outbox", "audit", "call_backs", "handed_over")
        return Seen(answer, tuple(self.watched.asked), {name: rows[name] for name in changing})

    def hand_over(self) -> None:
        tables = self.tables.tables
        if not tables.stopped:
            tables.handed_over.update(tables.outbox)

    def texts(self, *, leave: bool) -> None:
        self.tables.tables.stopped.clear()
        if not leave:
            self.tables.tables.stopped[Channel.TEXT] = NOON

    def dials(self, number: str | None) -> object:
        """The call before is over."""
        self.call.gets(HungUp())
        self.calls += 1
        self.call = Call(self, str(self.calls), number)
        return self.call.words

    def begins(self, **who: str) -> Told:
        answer = self.website.in_world(self.line).post(VERIFICATIONS, who)
        self.verification = (answer.get_json() or {}).get("verificationId", self.verification)
        return _told(answer)

    def brings(self, code: str) -> Told:
        path = f"{VERIFICATIONS}/{self.verification}/code"
        return _told(self.website.in_world(self.line).post(path, {"code": code}))


@dataclass
class Call:
    world: World
    name: str
    number: str | None
    state: Speaking = field(default_factory=lambda: greeting(("en-GB",)))
    turn: int = 0

    def gets(self, event: CallEvent) -> object:
        self.turn += 1
        following = step(CALL_FLOW, self.state, event)
        key, origin = TurnKey(self.name, self.turn), Origin(self.number, is_inbound=True)
        self.state = settled(following, self, key, origin)
        return self.words

    @property
    def words(self) -> object:
        return present(self.state)

    def answer(self, *asked: Any) -> DomainAnswer:
        """As `ivr.voice.asking.Desk`; what fails is no answer that two worlds may share."""
        try:
            return self.world.line.desk.answer(*asked)
        except Exception as fault:
            self.world.faults.append(fault)
            raise

    def checkpoint(self, call: str) -> Any:
        return self.world.line.desk.checkpoint(call)


def _tables(without: str | None) -> MemoryTables:
    refs = {person.ref: key for key, person in demo.PEOPLE.items()}
    return MemoryTables(
        [person for key, person in demo.PEOPLE.items() if key != without],
        [one for one in demo.accounts(NOON) if refs[one.person] != without],
        [one for one in demo.applications(NOON) if refs[one.person] != without],
        demo.offers(),
    )


class Website:
    """May do nothing but let people verify themselves; one for all worlds, as an application takes long to build."""

    def __init__(self) -> None:
        self._line: Line | None = None
        clock = SettableClock()
        tokens = Tokens([SECRET], clock)
        office = JourneyOffice(lambda _ledger: self._desk(), tokens, "https://line.example")
        app = create_app([journey_routes.blueprint(office, RequestRate(10**6, Redis(), NoRedis()))])
        bearer = Bearer("a website", 501, frozenset({Scope.JOURNEY_VERIFY}))
        self._system = System(app.test_client(), tokens.issue(bearer, timedelta(hours=24)))

    def in_world(self, line: Line) -> System:
        self._line = line
        return self._system

    def _desk(self) -> Desk:
        assert self._line is not None
        return self._line.desk


@cache
def website() -> Website:
    return Website()


def _told(answer: TestResponse) -> Told:
    headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_WEBSITE}
    return answer.status_code, UUID.sub(b"id", answer.data), headers
