"""An open loop: calls begin when they do, however slow the answers are, and callers think between two turns."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from ivr.phone.line import Line
from tests.bench.call import Call
from tests.bench.exchange import Caller, Exchange, Played


@dataclass(frozen=True)
class Load:
    """`pause`: mean seconds between an answer and the caller's next request. Turns count after `ramp` seconds."""

    calls_per_second: float
    pause: float
    ramp: float
    seconds: float


def arrivals(line: Line, new_call: Callable[[], Call], load: Load, chance: random.Random) -> Played:
    """Calls begin as a Poisson process; at the end those that have not ended are left."""
    return OpenLoop(line, new_call, load, chance).run()


class OpenLoop(Exchange):
    """A turn's time begins when its request was due, so a late generator makes no turn quicker.

    Each request has a connection of its own: one that is kept through a caller's pause would be closed by the server.
    """

    keeps_connections = False

    def __init__(self, line: Line, new_call: Callable[[], Call], load: Load, chance: random.Random) -> None:
        super().__init__(line, new_call, load.seconds)
        self._load, self._chance = load, chance
        self._counted_from = time.perf_counter() + load.ramp
        self._deadline = self._counted_from + load.seconds
        self._next_call = time.perf_counter()

    def goes_on(self, now: float) -> bool:
        return now < self._deadline

    def send_due(self, now: float) -> None:
        while self._next_call <= now:
            self.dial(self._next_call)
            self._next_call += self._chance.expovariate(self._load.calls_per_second)
        while (due := self.next_due()) is not None and due <= now:
            self.take_up(now)

    def patience(self, now: float) -> float:
        due = self.next_due()
        return max(0.0, min(self._next_call, self._deadline, due or self._deadline) - now)

    def counts(self, caller: Caller, now: float) -> bool:  # noqa: ARG002 - the same for all
        return caller.due >= self._counted_from

    def begun_at(self, caller: Caller) -> float:
        return caller.due

    def pause(self) -> float:
        return self._load.pause * self._chance.uniform(0.5, 1.5)
