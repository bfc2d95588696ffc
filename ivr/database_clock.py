"""The clock that all machines share is the database's: one whose own is off from it makes and judges no code.

A code is timed by the machine that makes it and judged by another, perhaps. If either were slow or fast, it would be
good for longer than its few minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import WrongClock
from domain.ports import Codes

MOST_AHEAD = 5.0  # seconds


@dataclass
class DatabaseClock:
    """How far this machine's clock is off the database's, measured regularly. Where the database does not answer, the
    last measurement holds."""

    ask: Callable[[], float]
    ahead: float = 0.0
    """Seconds by which this machine's clock was ahead of the database's; less than nothing where it was behind."""

    def measure(self) -> None:
        """Raises Unavailable."""
        self.ahead = self.ask()

    @property
    def is_far_from_ours(self) -> bool:
        return abs(self.ahead) > MOST_AHEAD


@dataclass(frozen=True)
class TimedCodes:
    """Methods raise WrongClock where this machine cannot time them."""

    codes: Codes
    clock: DatabaseClock

    def new(self) -> str:
        self._require_time()
        return self.codes.new()

    def mac(self, challenge: str, code: str) -> bytes:
        return self.codes.mac(challenge, code)

    def macs(self, challenge: str, code: str) -> tuple[bytes, ...]:
        self._require_time()
        return self.codes.macs(challenge, code)

    def _require_time(self) -> None:
        if self.clock.is_far_from_ours:
            raise WrongClock("this machine's clock is too far from the database's")
