"""What a use case is given beside its request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.limits import Counted
from domain.ports import BlindIndexes, Codes
from domain.repositories import CallRecord
from domain.requests import Origin, TurnKey
from domain.services.lending import Lending
from domain.unit_of_work import UnitOfWork
from domain.verification import VerificationLimits


@dataclass(frozen=True)
class Asked:
    """One request's surroundings: its transaction, its call as locked in it, the time."""

    work: UnitOfWork
    key: TurnKey
    record: CallRecord
    origin: Origin
    now: datetime
    today: date
    codes: Codes
    indexes: BlindIndexes
    limits: VerificationLimits
    lending: Lending
    report_limit: Callable[[Counted], None]

    @property
    def caller(self) -> str | None:
        return self.origin.number

    @property
    def challenge_ref(self) -> str:
        """Of the one challenge that this turn may make."""
        return f"{self.key.call}.{self.key.turn}"
