"""What this process counts, in memory: to count writes nothing, so no full disk stands in the way of a turn."""

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

Words = tuple[str, ...]
Counts = Mapping[tuple[str, Words], Sequence[float]]
"""Rows of numbers, each by the name of its metric and its labels' words."""


@dataclass(frozen=True)
class Counter:
    """A row has one number."""

    name: str
    meaning: str
    labels: Sequence[str] = ()
    size = 1

    def __post_init__(self) -> None:
        METRICS.append(self)


@dataclass(frozen=True)
class Histogram:
    """A row has a number for each bucket, one for what is above the last bound, and the sum."""

    name: str
    meaning: str
    labels: Sequence[str]
    bounds: Sequence[float]

    def __post_init__(self) -> None:
        METRICS.append(self)

    @property
    def size(self) -> int:
        return len(self.bounds) + 2


METRICS: list[Counter | Histogram] = []
"""Every one that there is."""


class Tally:
    """Rows that grow, for many threads. A forked process begins a tally of its own."""

    def __init__(self) -> None:
        self.begin_anew()
        os.register_at_fork(after_in_child=self.begin_anew)

    def begin_anew(self) -> None:
        """Begin with nothing counted."""
        self._lock = Lock()
        self._rows: dict[tuple[str, Words], list[float]] = {}

    def begin(self, metric: Counter | Histogram, words: Words) -> None:
        """Show the row at nought."""
        with self._lock:
            self._row(metric, words)

    def count(self, counter: Counter, words: Words) -> None:
        with self._lock:
            self._row(counter, words)[0] += 1

    def observe(self, histogram: Histogram, words: Words, value: float) -> None:
        with self._lock:
            row = self._row(histogram, words)
            row[bisect_left(histogram.bounds, value)] += 1
            row[-1] += value

    def add(self, counts: Counts) -> None:
        """Go on from what another process has counted."""
        with self._lock:
            self._rows = summed((self._rows, counts))

    def counts(self) -> Counts:
        with self._lock:
            return {key: list(row) for key, row in self._rows.items()}

    def _row(self, metric: Counter | Histogram, words: Words) -> list[float]:
        key = (metric.name, words)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = [0.0] * metric.size
        return row


TALLY = Tally()
"""That of this process."""


def summed(parts: Sequence[Counts]) -> dict[tuple[str, Words], list[float]]:
    total: dict[tuple[str, Words], list[float]] = {}
    for key, row in _rows(parts):
        total[key] = [one + more for one, more in zip(total[key], row, strict=True)] if key in total else list(row)
    return total


def _rows(parts: Sequence[Counts]) -> Iterator[tuple[tuple[str, Words], Sequence[float]]]:
    for counts in parts:
        yield from counts.items()
