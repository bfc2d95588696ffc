"""Whether somebody has set the system's clock: it is compared with the clock of the boot, which nobody can set.

What was timed by the clock as it was before is not to be believed by the clock as it is now: open codes are void.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ivr import metrics
from ivr.logs import log_event

LEAST_STEP = 2.0  # seconds, in one go or in several; what leads a clock slowly leads that of the boot as well
STANDSTILL = 0.5  # seconds; where the process stood still between two readings they do not belong together
PAUSE = 2.0  # seconds between two tries to void codes: a database that could not is left alone for a while


def since_boot() -> float:
    """Read the seconds since the boot, those in which the machine slept included: clock_gettime(2)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass
class ClockWatch:
    """A look at the clocks, taken several times a second by one thread. After a step `void` is tried until it gets
    through, with a pause between two tries."""

    void: Callable[[datetime], object]
    now: Callable[[], datetime]
    wall: Callable[[], float] = time.time
    boot: Callable[[], float] = since_boot
    _ahead: float | None = field(init=False)
    """How far it is ahead of the clock of the boot: at the beginning, or after the last step."""
    _is_void: bool = True
    _tries_at: float = 0.0

    def __post_init__(self) -> None:
        self._ahead = self._measured()

    def look(self) -> None:
        """Raises Unavailable where the codes could not be voided; they are at a later look."""
        ahead = self._measured()
        if self._ahead is None:
            self._ahead = ahead
        if ahead is not None and self._ahead is not None and abs(ahead - self._ahead) >= LEAST_STEP:
            metrics.count(metrics.CLOCK_STEPS)
            log_event("clock_stepped", ms=round((ahead - self._ahead) * 1000))
            self._ahead, self._is_void, self._tries_at = ahead, False, self.boot()
        if not self._is_void and self.boot() >= self._tries_at:
            self._void()

    def _measured(self) -> float | None:
        before, wall, after = self.boot(), self.wall(), self.boot()
        return wall - before if after - before <= STANDSTILL else None

    def _void(self) -> None:
        try:
            self.void(self.now())
            self._is_void = True
        finally:
            self._tries_at = self.boot() + PAUSE
