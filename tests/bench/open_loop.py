"""The service in an open loop: how long callers wait, and how many calls at once it carries.

A call of 90 seconds has eight turns. In the search callers pause less, so that calls are short, and as many turns come
in a second as of so many long calls (Little's law); the number found is then tried once at full length.
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from statistics import fmean, quantiles
from typing import Any

from tests.bench.arrivals import Load
from tests.bench.call import FIGURES, FIRST
from tests.bench.exchange import Played
from tests.bench.generator import arrive
from tests.bench.script import MIX, TALKATIVE
from tests.bench.targets import Target

SHARE = 0.6  # of the closed loop's turns per second
MEAN_TURNS = fmean(len(script.states) for script in MIX)
CALL_SECONDS, CALL_TURNS = 90.0, len(TALKATIVE.states)
MOST_P99 = 0.25  # seconds
STEPS = 5

Waits = dict[str, float]
"""Percentiles in ms, by their names."""


@dataclass(frozen=True)
class Pace:
    """Seconds. `pause`: between an answer and the caller's next request; `ramp`, `counted`: of a round."""

    pause: float
    ramp: float
    counted: float


USUAL = Pace(pause=0.5, ramp=4.0, counted=10.0)
SHORT = Pace(pause=0.4, ramp=3.5, counted=5.0)
FULL = Pace(pause=CALL_SECONDS / CALL_TURNS, ramp=CALL_SECONDS, counted=10.0)


@dataclass(frozen=True)
class Tried:
    """`calls` at once, and what they waited."""

    calls: float
    p99: float
    failed: int

    @property
    def holds(self) -> bool:
        return self.p99 < MOST_P99 and not self.failed


@dataclass(frozen=True)
class OpenRounds:
    """Plays the service's from the process behind `generator`; `closed_rate` is the closed loop's, in turns/s."""

    service: Target
    generator: Executor
    closed_rate: float

    @property
    def arrival_rate(self) -> float:
        """Calls per second that make SHARE of the closed loop's turns."""
        return SHARE * self.closed_rate / MEAN_TURNS

    def waits(self, pace: Pace = USUAL) -> dict[str, Waits]:
        """By what is asked for."""
        load = Load(self.arrival_rate, pace.pause, pace.ramp, pace.counted)
        played = self.generator.submit(arrive, self.service, MIX, load, 1).result()
        parts = {"all turns": played.all_latencies, **{part: played.latencies[part] for part in (FIRST, FIGURES)}}
        return {part: _percentiles(latencies) for part, latencies in parts.items()}

    def carried(self, short: Pace = SHORT, full: Pace = FULL, steps: int = STEPS) -> dict[str, Any]:
        """Halve what lies between a number of calls that holds and one that does not, a few times."""
        holds, fails = 0.0, 1.2 * self.closed_rate * CALL_SECONDS / CALL_TURNS
        tried = []
        for seed in range(1, steps + 1):
            tried.append(self._try((holds + fails) / 2, short, seed))
            holds, fails = (tried[-1].calls, fails) if tried[-1].holds else (holds, tried[-1].calls)
        found = self._try(holds, full, seed=0) if holds else None
        return {"calls": holds, "at full length": found and vars(found), "tried": [vars(one) for one in tried]}

    def _try(self, calls: float, pace: Pace, seed: int) -> Tried:
        load = Load(calls / CALL_SECONDS, pace.pause, pace.ramp, pace.counted)
        played: Played = self.generator.submit(arrive, self.service, (TALKATIVE,), load, seed).result()
        return Tried(calls, quantiles(played.all_latencies, n=100)[98], played.failed)


def _percentiles(latencies: Iterable[float]) -> Waits:
    percentiles = quantiles(latencies, n=100)
    return {f"p{percent} ms": percentiles[percent - 1] * 1000 for percent in (50, 95, 99)}
