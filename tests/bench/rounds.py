"""Rounds of traffic on each target in turn, so that whatever else the machine does meets all of them alike."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.generator import generate
from tests.bench.processes import cpu_seconds, memory
from tests.bench.targets import Bench, Target
from tests.bench.traffic import Played

Figures = dict[str, float]
"""Of one round, by the name that the report gives them."""

SECONDS = 4.0  # of one round
ROUNDS = 6
WARM_UP = 1.0


@dataclass(frozen=True)
class Traffic:
    """Plays rounds from the process behind `generator`."""

    bench: Bench
    generator: Executor

    def measured(self) -> Mapping[str, list[Figures]]:
        """By target, one entry for each round; both workers have answered before the first."""
        for target in self.bench.targets:
            self._played(target, WARM_UP, seed=0)
        found: dict[str, list[Figures]] = {target.name: [] for target in self.bench.targets}
        for seed in range(1, ROUNDS + 1):
            for target in self.bench.targets:
                found[target.name].append(self._round(target, seed))
        return found

    def _round(self, target: Target, seed: int) -> Figures:
        before, others_before = cpu_seconds(target.workers), cpu_seconds(target.others)
        played = self._played(target, SECONDS, seed)
        cpu, others = cpu_seconds(target.workers) - before, cpu_seconds(target.others) - others_before
        return _figures(played, cpu, others) | _memory(target.workers)

    def _played(self, target: Target, seconds: float, seed: int) -> Played:
        env = self.bench.env if target.name == "service" else None
        return self.generator.submit(generate, target.line, env, seconds, seed).result()


def _figures(played: Played, cpu: float, others: float) -> Figures:
    """Rates count what was answered in time, costs everything: the calls that were played to their end too."""
    percentiles = quantiles(played.latencies, n=100)
    return {
        "turns/s": len(played.latencies) / played.seconds,
        "calls/s": played.calls / played.seconds,
        **{f"p{percent} ms": percentiles[percent - 1] * 1000 for percent in (50, 95, 99)},
        "CPU µs/turn": cpu / played.turns * 1e6,
        "CPU µs/turn beside": others / played.turns * 1e6,
        "failed calls": float(played.failed),
    }


def _memory(workers: Sequence[int]) -> Figures:
    """Of the largest worker."""
    sizes = [memory(pid) for pid in workers]
    return {f"{name} MB": max(size[name] for size in sizes) for name in ("rss", "pss")}
