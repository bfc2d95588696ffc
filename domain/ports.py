"""What the domain needs from outside. `storage` makes these real; its fakes in memory pass the same tests.

Every port raises `Unavailable` where its real thing does not answer in time.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.accounts import Account
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact
from domain.documents import Document
from domain.evidence import Evidence
from domain.idempotency import Mismatch, StoredAnswer
from domain.identifiers import Identifier, PhoneNumber
from domain.journey import AccountDetails, ApplicantSummary, CustomerSummary
from domain.limits import Counts, Tally
from domain.messages import Message, Sentence
from domain.offers import Offer
from domain.people import Person
from domain.requests import TurnKey
from domain.signing import Heard, TermsSummary
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


class Numbers(Protocol):
    """Names and numbers for what is new. `attempt` counts from 0: another one where the first is taken."""

    def reference(self) -> str:
        """Opaque and random."""

    def account_number(self, application: str, attempt: int) -> str: ...

    def customer_number(self, person: str, attempt: int) -> str:
        """One that can be keyed as such."""


class Outcome(StrEnum):
    """How far a slow signer is with an order; UNKNOWN: it never got it."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"


class Signer(Protocol):
    """One that waits for a person, outside. Both may be asked again and raise Unavailable."""

    def begin(self, order: str, agreement: str) -> None:
        """`agreement`: its SHA-256 (hex). To begin an order twice is to begin it once."""

    def outcome(self, order: str) -> Outcome: ...


class MessageSender(Protocol):
    def send(self, recipient: str, text: str) -> None:
        """Hands one text message over, to a number (E.164).

        Raises Unavailable where it should be tried again, MessageRefused where that is of no use.
        """


@dataclass(frozen=True)
class SigningOrder:
    """What a slow signer was asked to have signed, by whom (a token's subject)."""

    ref: str
    application: str
    agreement: str
    subject: str
    begun_at: datetime


@dataclass(frozen=True)
class CallRecord:
    """The checkpoint of a call: all that must survive the loss of its session, and its counters.

    `last_turn`: the last that has asked; `last_answer`: what it was answered, a short word, nothing personal.
    """

    call: str
    language: str
    person: str | None = None
    level: Level = Level.NONE
    challenge: str | None = None
    starts: int = 0
    wrong_codes: int = 0
    last_turn: int | None = None
    last_answer: str | None = None


@dataclass(frozen=True)
class Disclosure:
    """One row of the audit: these facts were told to this person in this turn.

    `asked_by`: the token's subject where a system asked, and was told them; `key` names its request then.
    """

    key: TurnKey
    person: str
    level: Level
    facts: tuple[Fact, ...]
    at: datetime
    asked_by: str | None = None


class People(Protocol):
    def recognised(self, identifier: Identifier, now: datetime) -> str | None:
        """The reference of somebody with an account or a running application, as `domain.journey` has it.

        Nothing that is sealed is opened, and whoever is in no table costs the same work.
        """

    def find(self, identifier: Identifier) -> Person | None: ...

    def get(self, ref: str) -> Person | None: ...

    def with_phone(self, phone: PhoneNumber) -> Sequence[Person]:
        """On record: households share one."""

    def lock(self, ref: str) -> None:
        """Nobody else opens an account for this person until this transaction ends."""

    def add(self, person: Person) -> bool:
        """False where the national number or the customer number is somebody's already."""


class Accounts(Protocol):
    def of(self, person: str) -> Sequence[Account]: ...

    def numbered(self, number: str) -> Account | None: ...

    def open(self, candidates: Iterator[Account], evidence: Evidence) -> Account:
        """The first whose number is free, with what proves that it was wanted: there is no other way to make one."""


class Applications(Protocol):
    def of(self, person: str) -> Sequence[Application]: ...

    def get(self, ref: str) -> Application | None: ...

    def of_profile(self, profile: str, *, limit: int, skip: int) -> Sequence[Application]:
        """Oldest first."""

    def in_status(self, status: ApplicationStatus | None) -> Sequence[Application]:
        """Of all profiles, oldest first; all where None."""

    def add(self, application: Application, by: str) -> None: ...

    def change(self, before: Application, after: Application, by: str, at: datetime) -> Application | None:
        """`after` as it is stored, with its new version, and who changed what; None where it is no longer `before`."""


class Offers(Protocol):
    def list(self) -> Sequence[Offer]:
        """All, in the order of their profiles."""

    def get(self, profile: str) -> Offer | None: ...

    def put(self, offer: Offer) -> None:
        """New, or in the place of the one of its profile."""


class Documents(Protocol):
    """By their content: terms as they were offered, agreements as they were made."""

    def add(self, document: Document) -> None: ...

    def get(self, sha256: str) -> Document | None: ...


class EvidenceStore(Protocol):
    """Written with an account, and never changed."""

    def of_application(self, application: str) -> Evidence | None: ...

    def proven_by(self, challenge: str) -> Evidence | None:
        """What a keyed code has signed."""


class Wordings(Protocol):
    """What the line's words come to: `ivr` has them."""

    def terms(self, summary: TermsSummary, language: str) -> Heard: ...

    def standing(self, summary: CustomerSummary | ApplicantSummary) -> Sequence[Sentence]:
        """What is told of somebody, to be written."""

    def details(self, details: AccountDetails) -> Sequence[Sentence]: ...

    def owed(self, summary: CustomerSummary) -> Sequence[Sentence]:
        """The part of it that is to be paid."""


class SigningOrders(Protocol):
    """Those of applications that are being signed."""

    def add(self, order: SigningOrder) -> None: ...

    def of_application(self, application: str) -> SigningOrder | None: ...

    def open(self, begun_before: datetime) -> Sequence[SigningOrder]:
        """Oldest first, a batch at a time."""

    def close(self, order: str) -> None: ...


class Idempotency(Protocol):
    """What was answered under a client's key."""

    def claim(self, key: str, fingerprint: bytes, at: datetime) -> StoredAnswer | Mismatch | None:
        """None: this transaction is the first with this key. Others wait until it ends."""

    def store(self, key: str, answer: StoredAnswer) -> None: ...


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

    def answered(self, key: TurnKey, answer: str) -> None:
        """`key`'s turn is the last that has asked."""


class Counters(Protocol):
    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        """In one statement; nobody else changes these counters until this transaction ends."""


class Outbox(Protocol):
    def add(self, message: Message) -> None:
        """A message whose `dedupe` is known already changes nothing."""


class Audit(Protocol):
    def add(self, disclosure: Disclosure) -> None:
        """One row for each turn: told again by a second delivery, it is the same disclosure."""


class UnitOfWork(Protocol):
    """One transaction: committed when its block ends well, rolled back otherwise. It sees one ledger alone."""

    @property
    def ledger(self) -> int: ...

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
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def evidence(self) -> EvidenceStore: ...

    @property
    def signing_orders(self) -> SigningOrders: ...

    @property
    def idempotency(self) -> Idempotency: ...


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Writers one after another: no update is lost."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """For what writes nothing: it waits for no writer, and no writer for it."""
