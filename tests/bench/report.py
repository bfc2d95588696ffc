"""What the rounds came to: medians, ranges, ratios to the yardsticks, verdicts, and how it was last time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.rounds import CPU, Figures, Pair
from tests.bench.targets import SERVICE

SPEED = "turns/s"
RATIOS = (SPEED, "calls/s", "p50 ms", "p95 ms", "p99 ms", CPU, "rss MB", "pss MB")
MOST_MEMORY = {"rss MB": 105.0, "pss MB": 60.0}  # of each worker
COIN, TOLERANCE = 0.5, 0.03
LABEL, CELL = 24, 24  # characters

Measured = Mapping[str, Sequence[Pair]]
"""By yardstick, one pair for each round."""


@dataclass(frozen=True)
class Target:
    """The least ratio of turns per second to a yardstick, and the one that is aimed at."""

    yardstick: str
    least: float
    aim: float


TARGETS = {
    "sqlite": (Target("constant", 0.145, 0.17), Target("plain", 0.85, 0.85), Target("ordinary", 2.3, 2.8)),
    "postgresql": (Target("constant", 0.11, 0.13), Target("plain", 0.88, 0.88), Target("ordinary", 1.9, 2.2)),
}
MOST_CPU = {"sqlite": 7.6, "postgresql": 8.0}  # of the web workers, as a multiple of constant


@dataclass(frozen=True)
class Spread:
    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)}…{_short(self.high)})"


def spreads(rounds: Sequence[Figures]) -> dict[str, Spread]:
    return {name: Spread.of([figures[name] for figures in rounds]) for name in rounds[0]}


def by_target(measured: Measured) -> dict[str, dict[str, Spread]]:
    """The service's are those of all of its rounds."""
    service = [pair[SERVICE] for pairs in measured.values() for pair in pairs]
    theirs = {name: spreads([pair[name] for pair in pairs]) for name, pairs in measured.items()}
    return {SERVICE: spreads(service)} | theirs


def ratios(measured: Measured, yardstick: str) -> dict[str, Spread]:
    """Pair by pair: what disturbed both is left out."""
    pairs = measured[yardstick]
    return {name: Spread.of([pair[SERVICE][name] / pair[yardstick][name] for pair in pairs]) for name in RATIOS}


def verdicts(backend: str, measured: Measured, auc: float) -> Iterator[str]:
    for target in TARGETS[backend]:
        ratio = ratios(measured, target.yardstick)[SPEED].median
        what = f"{ratio:.3g} of the turns per second of {target.yardstick} (at least {target.least}, aim {target.aim})"
        yield _judged(ratio >= target.least, what)
    cpu = ratios(measured, "constant")[CPU].median
    yield _judged(cpu <= MOST_CPU[backend], f"{cpu:.3g} times the CPU of constant (at most {MOST_CPU[backend]})")
    service = by_target(measured)[SERVICE]
    for name, most in MOST_MEMORY.items():
        yield _judged(service[name].high <= most, f"{name} of a worker: {service[name].high:.0f} (at most {most:.0f})")
    what = f"AUC of known and unknown identifiers: {auc:.3f} ({COIN} ± {TOLERANCE})"
    yield _judged(abs(auc - COIN) <= TOLERANCE, what)


def noise(measured: Measured) -> str:
    """The constant always does the same: what its rounds differ in is the machine's."""
    parts = []
    for name in (SPEED, CPU):
        spread = by_target(measured)["constant"][name]
        parts.append(f"{name} {(spread.high - spread.low) / spread.median:.0%}")
    return f"between the rounds of constant, highest and lowest apart: {', '.join(parts)}"


def table(columns: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The rows are those of the first column."""
    yield _row(["", *columns])
    for name in next(iter(columns.values())):
        yield _row([name, *(str(column.get(name, "")) for column in columns.values())])


def tables(measured: Measured) -> Iterator[str]:
    yield from table(by_target(measured))
    yield ""
    yield from table({f"service / {name}": ratios(measured, name) for name in measured})


def changes(before: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Of the medians of the ratios, which other machines and other days have in common."""
    for yardstick, medians in now.items():
        for name, value in medians.items():
            if earlier := before.get(yardstick, {}).get(name):
                yield f"{name} / {yardstick}: {_short(earlier)} → {_short(value)} ({value / earlier - 1:+.0%})"


def medians(measured: Measured) -> dict[str, dict[str, float]]:
    return {
        yardstick: {name: spread.median for name, spread in ratios(measured, yardstick).items()}
        for yardstick in measured
    }


def _judged(holds: bool, what: str) -> str:
    return f"{'holds ' if holds else 'MISSED'}  {what}"


def _row(cells: Sequence[str]) -> str:
    return f"{cells[0]:{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells[1:])


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
