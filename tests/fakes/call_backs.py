"""The call-backs in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from domain.call_backs import CallBack
from domain.repositories import MOST_LISTED

Done = tuple[str, datetime] | None
"""By whom, and when."""


@dataclass(frozen=True)
class MemoryCallBacks:
    rows: dict[str, tuple[CallBack, Done]]

    def add(self, call_back: CallBack) -> None:
        self.rows.setdefault(call_back.call, (call_back, None))

    def of_call(self, call: str) -> CallBack | None:
        found = self.rows.get(call)
        return found[0] if found else None

    def open(self) -> Sequence[CallBack]:
        found = sorted((one for one, done in self.rows.values() if done is None), key=attrgetter("asked_at", "call"))
        return found[:MOST_LISTED]

    def done(self, call: str, by: str, at: datetime) -> bool:
        found, done = self.rows.get(call, (None, None))
        if found is None or done is not None:
            return False
        self.rows[call] = (found, (by, at))
        return True
