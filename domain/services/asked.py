"""What a use case is given beside its request."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.ports import CallRecord, Codes, UnitOfWork
from domain.requests import TurnKey
from domain.verification import VerificationLimits


@dataclass(frozen=True)
class Asked:
    """One request's surroundings: its transaction, its call as locked in it, the time."""

    work: UnitOfWork
    key: TurnKey
    record: CallRecord
    now: datetime
    today: date
    codes: Codes
    limits: VerificationLimits
