"""The counters of the limits in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.limits import Counted, Counts, Tally


@dataclass(frozen=True)
class Window:
    amount: int
    until: datetime


Windows = dict[tuple[Counted, bytes], Window]
"""By what is counted, and for whom."""


@dataclass(frozen=True)
class MemoryCounters:
    rows: Windows

    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        return {tally.counted: sum(self._counted(one, now) for one in tally.by_key()) for tally in tallies}

    def _counted(self, tally: Tally, now: datetime) -> int:
        key = (tally.counted, tally.subject)
        window = self.rows.get(key)
        longest = now + tally.window
        if window is None or window.until <= now:
            window = Window(0, longest)
        window = replace(window, until=min(window.until, longest))
        self.rows[key] = replace(window, amount=window.amount + tally.amount)
        return self.rows[key].amount
