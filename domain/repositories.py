"""What is stored, as the domain sees it: within one transaction, of one ledger.

`storage` makes these real; the fakes of the tests pass the same tests. Each raises `Unavailable` where its real thing
does not answer in time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accounts import Account
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact
from domain.documents import Document
from domain.evidence import Evidence
from domain.idempotency import Mismatch, StoredAnswer
from domain.identifiers import Identifier, PhoneNumber
from domain.limits import Counts, Tally
from domain.messages import Message
from domain.offers import Offer
from domain.people import Person
from domain.requests import TurnKey
from domain.signing_orders import SigningOrder
from domain.verification import Challenge, Level

MOST_LISTED = 1_000  # rows of a list that somebody reads


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

    def has_phone(self, ref: str | None, phone: PhoneNumber | None) -> bool:
        """Whether this one is on record. Like `recognised`: the same work for whoever is in no table, or shows none."""

    def with_phone(self, phone: PhoneNumber) -> Sequence[Person]:
        """Everybody whose phone on record this is: households share one."""

    def lock(self, ref: str) -> None:
        """Nobody else opens an account for this person until this transaction ends."""

    def add(self, person: Person) -> bool:
        """False where the national number or the customer number is somebody's already."""

    def confirm_phone(self, ref: str, at: datetime) -> None:
        """The number on record is known to be theirs."""


class Accounts(Protocol):
    def of(self, person: str) -> Sequence[Account]: ...

    def numbered(self, number: str) -> Account | None: ...

    def open(self, candidates: Iterator[Account], evidence: Evidence) -> Account:
        """The first whose number is free, with what proves that it was wanted: there is no other way to make one."""

    def put(self, account: Account) -> None:
        """Store an account as books kept elsewhere have it: a new one, or in place of the one with its `ref`."""


class Applications(Protocol):
    def of(self, person: str) -> Sequence[Application]: ...

    def get(self, ref: str) -> Application | None: ...

    def of_profile(self, profile: str, *, limit: int, skip: int) -> Sequence[Application]:
        """Those that are complete, oldest first."""

    def in_status(self, status: ApplicationStatus | None) -> Sequence[Application]:
        """The oldest of all profiles, oldest first, MOST_LISTED at most; in any status where None."""

    def add(self, application: Application, by: str) -> None: ...

    def change(
        self, before: Application, after: Application, by: str, at: datetime, note: str = ""
    ) -> Application | None:
        """`after` as it is stored, with its new version, and who changed what; None where it is no longer `before`.

        `note`: what was decided beside it.
        """


class Offers(Protocol):
    def list(self) -> Sequence[Offer]:
        """All, in the order of their profiles."""

    def get(self, profile: str) -> Offer | None: ...

    def put(self, offer: Offer) -> None:
        """New, or in the place of the one of its profile."""


class Documents(Protocol):
    """Terms as they were offered and agreements as they were made, found by their content."""

    def add(self, document: Document) -> None: ...

    def get(self, sha256: str) -> Document | None: ...


class EvidenceStore(Protocol):
    """Written with an account, and never changed."""

    def of_application(self, application: str) -> Evidence | None: ...

    def proven_by(self, challenge: str) -> Evidence | None:
        """Return what a keyed code has signed."""


class SigningOrders(Protocol):
    """Those of applications that are being signed."""

    def add(self, order: SigningOrder) -> None: ...

    def of_application(self, application: str) -> SigningOrder | None: ...

    def exists(self, application: str) -> bool:
        """Whether there is one for it, be it of a version that this one does not read."""

    def open(self, begun_before: datetime) -> Sequence[SigningOrder]:
        """Oldest first, a batch at a time."""

    def close(self, order: str) -> None: ...


class Idempotency(Protocol):
    """Answers that were given under a client's key."""

    def claim(self, key: str, fingerprint: bytes, at: datetime) -> StoredAnswer | Mismatch | None:
        """Return None where this transaction is the first with this key; others wait until it ends."""

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
        """Count in one statement; nobody else changes these counters until this transaction ends."""


class Outbox(Protocol):
    def add(self, message: Message) -> None:
        """A message whose `dedupe` is known already changes nothing."""

    def texts_leave(self, now: datetime) -> bool:
        """False where it is known that none does: no worker is at work, or the carrier takes nothing from anybody."""

    def was_handed_over(self, dedupe: str, since: datetime) -> bool:
        """Whether a text written since then may have reached somebody: the carrier took it, is taking it, or its answer
        was lost.

        True for a decoy, too, once its turn has come.
        """


class Audit(Protocol):
    def add(self, disclosure: Disclosure) -> None:
        """One row for each turn: told again by a second delivery, it is the same disclosure."""
