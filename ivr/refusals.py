"""How many lines a log has for what strangers can cause: the first few of a minute, and how many were left out.

Each process counts for itself. What is counted in full are the metrics.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

LINES_A_MINUTE = 20  # of one kind and reason
MINUTE = 60.0
MOST_KINDS = 100  # of kinds and reasons together; what comes beyond shares one place

Kind = tuple[str, str]
OTHERS: Kind = ("other", "")


@dataclass
class _Minute:
    begun: float
    lines: int = 0


@dataclass
class BoundedLines:
    clock: Callable[[], float] = monotonic
    _minutes: dict[Kind, _Minute] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, event: str, reason: str) -> bool:
        """Whether there is room for one line more."""
        with self._lock:
            kind = (event, reason)
            if kind not in self._minutes and len(self._minutes) >= MOST_KINDS:
                kind = OTHERS
            minute = self._minutes.setdefault(kind, _Minute(self.clock()))
            minute.lines += 1
            return minute.lines <= LINES_A_MINUTE

    def left_out(self) -> Iterator[tuple[str, str, int]]:
        """Event, reason and how many lines, of minutes that are over; each is told once."""
        if not self._minutes:
            return
        for (event, reason), minute in self._over():
            if minute.lines > LINES_A_MINUTE:
                yield event, reason, minute.lines - LINES_A_MINUTE

    def _over(self) -> list[tuple[Kind, _Minute]]:
        with self._lock:
            over = [kind for kind, minute in self._minutes.items() if self.clock() - minute.begun >= MINUTE]
            return [(kind, self._minutes.pop(kind)) for kind in over]
