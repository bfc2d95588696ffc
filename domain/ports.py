"""What the domain needs from outside, besides what is stored (`domain.repositories`). `storage` and `ivr` make it real.

Every port raises `Unavailable` where its real thing does not answer in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.details import AccountDetails, ApplicationDetails
from domain.journey import ApplicantSummary, CustomerSummary
from domain.messages import Sentence
from domain.signing import Heard, TermsSummary
from domain.signing_orders import SigningOrder


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

    def macs(self, challenge: str, code: str) -> tuple[bytes, ...]:
        """The proofs under every key, to compare with: that of `mac` first."""


class Sealer(Protocol):
    """Authenticated encryption. `context` is bound to the value: it opens only with the same one."""

    def seal(self, plain: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises InvalidSeal (of the implementation) where the value was changed or is not ours."""


class BlindIndexes(Protocol):
    def blind_index(self, kind: str, text: str) -> bytes:
        """A keyed hash: equal for equal texts of one kind, and not to be read or guessed without the key."""

    def blind_indexes(self, kind: str, text: str) -> tuple[bytes, ...]:
        """The same under every key, for look-ups: what `blind_index` gives first."""


class Numbers(Protocol):
    """Names and numbers for what is new. `attempt` counts from 0: another one where the first is taken."""

    def reference(self) -> str:
        """Opaque and random."""

    def account_number(self, application: str, attempt: int) -> str: ...

    def customer_number(self, person: str, attempt: int) -> str:
        """One that can be keyed as such."""


class Outcome(StrEnum):
    """How far a signer outside is with an order; UNKNOWN: it never got it."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Progress:
    """`account`: the number of the one that is completed, where whoever was asked has opened it."""

    outcome: Outcome
    account: str | None = None


class Signer(Protocol):
    """Outside: one that waits for a person, or a ledger that is kept elsewhere. Both raise Unavailable."""

    def begin(self, order: SigningOrder) -> Progress:
        """To begin an order twice is to begin it once."""

    def outcome(self, order: SigningOrder) -> Progress: ...


class MessageSender(Protocol):
    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:
        """Hands one text message over, to a number (E.164). Nobody is to get it later than `until`.

        Raises Unavailable where it should be tried again, MessageRefused where that is of no use.
        """


class Wordings(Protocol):
    """What the line's words come to: `ivr` has them."""

    def terms(self, summary: TermsSummary, language: str) -> Heard: ...

    def standing(self, summary: CustomerSummary | ApplicantSummary) -> Sequence[Sentence]:
        """What is told of somebody, to be written."""

    def details(self, details: AccountDetails) -> Sequence[Sentence]: ...

    def application(self, details: ApplicationDetails) -> Sequence[Sentence]: ...

    def owed(self, summary: CustomerSummary) -> Sequence[Sentence]:
        """The part of it that is to be paid."""
