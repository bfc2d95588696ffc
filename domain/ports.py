"""What the domain needs from outside. `storage` makes these real; its fakes in memory pass the same tests.

Every port raises `Unavailable` where its real thing does not answer in time.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.accounts import Account
from domain.applications import Application
from domain.disclosure import Fact
from domain.identifiers import Identifier
from domain.limits import Counts, Tally
from domain.messages import Message
from domain.offers import Offer
from domain.people import Person
from domain.requests import TurnKey
from domain.verification import Challenge, Level


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""

    def today(self) -> date:
        """In the time zone of the line."""


class Codes(Protocol):
    """One-time codes and their proof without keeping them."""

    def new(self) -> str:
        """Six random digits."""

    def mac(self, challenge: str, code: str) -> bytes:
        """Keyed, bound to the challenge."""


class Sealer(Protocol):
    """Authenticated encryption. `context` is bound to the value: it opens only with the same one."""

    def seal(self, plain: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises InvalidSeal (of the implementation) where the value was changed or is not ours."""


class BlindIndexes(Protocol):
    def blind_index(self, kind: str, text: str) -> bytes:
        """A keyed hash: equal for equal texts of one kind, and not to be read or guessed without the key."""


class MessageSender(Protocol):
    def send(self, recipient: str, text: str) -> None:
        """Hands one text message over; raises Unavailable where it should be tried again."""


@dataclass(frozen=True)
class CallRecord:
    """The checkpoint of a call: all that must survive the loss of its session, and its counters."""

    call: str
    language: str
    person: str | None = None
    level: Level = Level.NONE
    challenge: str | None = None
    starts: int = 0
    wrong_codes: int = 0


@dataclass(frozen=True)
class Disclosure:
    """One row of the audit: these facts were told to this person in this turn."""

    key: TurnKey
    person: str
    level: Level
    facts: tuple[Fact, ...]
    at: datetime


class People(Protocol):
    def find(self, identifier: Identifier) -> Person | None: ...

    def get(self, ref: str) -> Person | None: ...


class Accounts(Protocol):
    def of(self, person: str) -> Sequence[Account]: ...


class Applications(Protocol):
    def of(self, person: str) -> Sequence[Application]: ...


class Offers(Protocol):
    def list(self) -> Sequence[Offer]:
        """All, in the order of their profiles."""


class Challenges(Protocol):
    def add(self, challenge: Challenge) -> None: ...

    def lock(self, ref: str) -> Challenge | None:
        """Nobody else changes it until this transaction ends."""

    def save(self, challenge: Challenge) -> None: ...


class Calls(Protocol):
    def lock(self, call: str, language: str) -> CallRecord:
        """The call's record, made now where there is none; nobody else changes it until this transaction ends."""

    def find(self, call: str) -> CallRecord | None: ...

    def save(self, record: CallRecord) -> None: ...


class Counters(Protocol):
    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        """In one statement; nobody else changes these counters until this transaction ends."""


class Answers(Protocol):
    """Which turns have asked already, and what was answered: a short word, nothing personal."""

    def claim(self, key: TurnKey) -> str | None:
        """None: this transaction is the first to ask. Else the stored answer of the one that was."""

    def store(self, key: TurnKey, answer: str) -> None: ...

    def last_turn(self, call: str) -> int | None:
        """The last one of this call that has asked; None where none has."""


class Outbox(Protocol):
    def add(self, message: Message) -> None:
        """A message whose `dedupe` is known already changes nothing."""


class Audit(Protocol):
    def add(self, disclosure: Disclosure) -> None:
        """One row for each turn: told again by a second delivery, it is the same disclosure."""


class UnitOfWork(Protocol):
    """One transaction: committed when its block ends well, rolled back otherwise."""

    @property
    def people(self) -> People: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def applications(self) -> Applications: ...

    @property
    def offers(self) -> Offers: ...

    @property
    def challenges(self) -> Challenges: ...

    @property
    def calls(self) -> Calls: ...

    @property
    def counters(self) -> Counters: ...

    @property
    def answers(self) -> Answers: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> Audit: ...


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Writers one after another: no update is lost."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """For what writes nothing: it waits for no writer, and no writer for it."""
