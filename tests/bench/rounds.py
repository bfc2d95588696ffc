"""Rounds of traffic: each yardstick's is paired with one of the service, and whatever else the machine does meets both.

Which of a pair comes first changes from round to round.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.exchange import Played
from tests.bench.generator import generate
from tests.bench.processes import cpu_seconds, cpu_seconds_of_server, memory
from tests.bench.targets import Bench, Target

Figures = dict[str, float]
"""Of one round, by the name that the report gives them."""

Pair = dict[str, Figures]
"""By target: the service's round and the yardstick's."""

SECONDS = 2.0  # of one round
ROUNDS = 4
WARM_UP = 1.0
CPU = "CPU µs/turn"  # the web workers'; the others' have their names behind it


@dataclass(frozen=True)
class Traffic:
    """Plays rounds from the process behind `generator`."""

    bench: Bench
    generator: Executor

    def measured(self) -> Mapping[str, list[Pair]]:
        """By yardstick, one pair for each round; both workers have answered before the first."""
        for target in self.bench.targets:
            self._played(target, WARM_UP, seed=0)
        found: dict[str, list[Pair]] = {name: [] for name in self.bench.yardsticks}
        for seed in range(1, ROUNDS + 1):
            for name, yardstick in self.bench.yardsticks.items():
                pair = (self.bench.service, yardstick) if seed % 2 else (yardstick, self.bench.service)
                found[name].append({target.name: self._round(target, seed) for target in pair})
        return found

    def _round(self, target: Target, seed: int) -> Figures:
        before = self._cpu(target)
        played = self._played(target, SECONDS, seed)
        spent = {name: cpu - before[name] for name, cpu in self._cpu(target).items()} | {"generator": played.cpu}
        return _figures(played) | _costs(spent, played.turns) | _memory(target.workers)

    def _cpu(self, target: Target) -> Mapping[str, float]:
        shared = {name: cpu_seconds_of_server(pid) for name, pid in self.bench.shared.items()}
        return {"web": cpu_seconds(target.workers), "background": cpu_seconds(target.background), **shared}

    def _played(self, target: Target, seconds: float, seed: int) -> Played:
        return self.generator.submit(generate, target, seconds, seed).result()


def _figures(played: Played) -> Figures:
    """Rates count what was answered in time."""
    percentiles = quantiles(played.all_latencies, n=100)
    return {
        "turns/s": len(played.all_latencies) / played.seconds,
        "calls/s": played.calls / played.seconds,
        **{f"p{percent} ms": percentiles[percent - 1] * 1000 for percent in (50, 95, 99)},
        "failed calls": float(played.failed),
    }


def _costs(spent: Mapping[str, float], turns: int) -> Figures:
    """Count the calls that were played to their end, too."""
    return {CPU if name == "web" else f"{CPU} {name}": cpu / turns * 1e6 for name, cpu in spent.items()}


def _memory(workers: Sequence[int]) -> Figures:
    """Of the largest worker."""
    sizes = [memory(pid) for pid in workers]
    return {f"{name} MB": max(size[name] for size in sizes) for name in ("rss", "pss")}
