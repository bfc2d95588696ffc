"""What a use case is given beside its request."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.ports import BlindIndexes, CallRecord, Codes, UnitOfWork
from domain.requests import TurnKey
from domain.verification import VerificationLimits


@dataclass(frozen=True)
class Asked:
    """One request's surroundings: its transaction, its call as locked in it, the time.

    `caller` is the number that the call comes from (E.164), None where it is withheld: a hint, good for counting only.
    """

    work: UnitOfWork
    key: TurnKey
    record: CallRecord
    caller: str | None = field(repr=False)
    now: datetime
    today: date
    codes: Codes
    indexes: BlindIndexes
    limits: VerificationLimits
