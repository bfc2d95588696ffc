"""What the rounds came to: medians, ranges, ratios to both yardsticks, verdicts, and how it was last time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.rounds import Figures

YARDSTICKS = ("constant", "plain")
SPEED = "turns/s"
RATIOS = ("turns/s", "calls/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs/turn", "pss MB")
MOST_MEMORY = 110.0  # MB for each worker
COIN, TOLERANCE = 0.5, 0.03

Measured = Mapping[str, Sequence[Figures]]
"""By target, one entry for each round."""


@dataclass(frozen=True)
class Target:
    """The least ratio of turns per second to a yardstick, and the one that is aimed at."""

    yardstick: str
    least: float
    aim: float


TARGETS = {
    "sqlite": (Target("constant", 0.15, 0.20), Target("plain", 1.7, 2.2)),
    "postgresql": (Target("constant", 0.13, 0.20), Target("plain", 2.0, 2.2)),
}


@dataclass(frozen=True)
class Spread:
    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)} … {_short(self.high)})"


def spreads(rounds: Sequence[Figures]) -> dict[str, Spread]:
    return {name: Spread.of([figures[name] for figures in rounds]) for name in rounds[0]}


def ratios(measured: Measured, yardstick: str) -> dict[str, Spread]:
    """Round by round: what disturbed both is left out."""
    pairs = list(zip(measured["service"], measured[yardstick], strict=True))
    return {name: Spread.of([ours[name] / theirs[name] for ours, theirs in pairs]) for name in RATIOS}


def verdicts(backend: str, measured: Measured, auc: float) -> Iterator[str]:
    for target in TARGETS[backend]:
        ratio = ratios(measured, target.yardstick)[SPEED].median
        what = f"{ratio:.2f} of the turns per second of {target.yardstick} (at least {target.least}, aim {target.aim})"
        yield _judged(ratio >= target.least, what)
    for name in ("rss MB", "pss MB"):
        size = spreads(measured["service"])[name].high
        yield _judged(size <= MOST_MEMORY, f"{name} of a worker: {size:.0f} (at most {MOST_MEMORY:.0f})")
    what = f"AUC of known and unknown identifiers: {auc:.3f} ({COIN} ± {TOLERANCE})"
    yield _judged(abs(auc - COIN) <= TOLERANCE, what)


def table(measured: Measured) -> Iterator[str]:
    columns = {name: spreads(rounds) for name, rounds in measured.items()}
    for yardstick in YARDSTICKS:
        columns[f"service / {yardstick}"] = ratios(measured, yardstick)
    yield _row(["", *columns])
    for name in columns["service"]:
        yield _row([name, *(str(column.get(name, "")) for column in columns.values())])


def changes(before: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Of the medians of the ratios, which other machines and other days have in common."""
    for yardstick, medians in now.items():
        for name, value in medians.items():
            if earlier := before.get(yardstick, {}).get(name):
                yield f"{name} / {yardstick}: {_short(earlier)} → {_short(value)} ({value / earlier - 1:+.0%})"


def medians(measured: Measured) -> dict[str, dict[str, float]]:
    return {
        yardstick: {name: spread.median for name, spread in ratios(measured, yardstick).items()}
        for yardstick in YARDSTICKS
    }


def _judged(holds: bool, what: str) -> str:
    return f"{'holds ' if holds else 'MISSED'}  {what}"


def _row(cells: Sequence[str]) -> str:
    return f"{cells[0]:20}" + "".join(f"{cell:>28}" for cell in cells[1:])


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
