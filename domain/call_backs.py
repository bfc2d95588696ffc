"""Who is to be called back: one call-back for each call, until somebody of the call centre has seen to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.identifiers import PhoneNumber
from domain.verification import Level


@dataclass(frozen=True)
class CallBack:
    """`call` names it. `person`: None where the caller was not verified; then nobody knows who will answer."""

    call: str
    number: PhoneNumber = field(repr=False)
    queue: str
    reason: str
    language: str
    level: Level
    person: str | None
    asked_at: datetime


class CallBacks(Protocol):
    """Raises `Unavailable` where the real thing does not answer in time."""

    def add(self, call_back: CallBack) -> None:
        """The first one of its call stays."""

    def of_call(self, call: str) -> CallBack | None: ...

    def open(self) -> Sequence[CallBack]:
        """The oldest, oldest first, without those that are done; MOST_LISTED at most (`domain.repositories`)."""

    def done(self, call: str, by: str, at: datetime) -> bool:
        """False where there is no such one, or it was done before."""
