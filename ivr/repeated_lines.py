"""A line of the log that repeats: written once, then counted, and the count told once a minute, until it stops.

Lines are the same where all that they tell is. Each process counts for itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from ivr.refusals import MINUTE

MOST_LINES = 200  # that are known at once; the one that is known longest makes room

Value = str | int | float | None
Line = tuple[str, tuple[tuple[str, Value], ...]]
"""The event and what goes with it."""


@dataclass
class _Repeats:
    since: float
    times: int = 0


@dataclass
class RepeatedLines:
    clock: Callable[[], float] = monotonic
    _known: dict[Line, _Repeats] = field(default_factory=dict)
    _left: list[tuple[Line, int]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def is_new(self, event: str, told: Mapping[str, Value]) -> bool:
        """Whether to write the line; else it is counted."""
        line = event, tuple(told.items())
        with self._lock:
            if known := self._known.get(line):
                known.times += 1
                return False
            if len(self._known) >= MOST_LINES:
                self._forget(next(iter(self._known)))
            self._known[line] = _Repeats(self.clock())
            return True

    def counts(self, *, at_end: bool = False) -> list[tuple[Line, int]]:
        """Lines, and how many more of them there were: of the minutes that are over, or of all. Each is told once."""
        with self._lock:
            now = self.clock()
            for line, repeats in list(self._known.items()):
                if not at_end and now - repeats.since < MINUTE:
                    break  # those that follow are younger
                self._tell(line, repeats, now)
            left, self._left = self._left, []
            return left

    def clear(self) -> None:
        self._known, self._left, self._lock = {}, [], Lock()

    def _tell(self, line: Line, repeats: _Repeats, now: float) -> None:
        """A line that was not repeated for a minute is new when it comes again."""
        self._forget(line)
        if repeats.times:
            self._known[line] = _Repeats(now)

    def _forget(self, line: Line) -> None:
        if times := self._known.pop(line).times:
            self._left.append((line, times))
