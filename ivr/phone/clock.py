"""The time of a call. It passes only when somebody speaks, waits or is silent, and then at once."""

from dataclasses import dataclass


@dataclass
class Clock:
    """Seconds since the call began: a silence of 20 s costs nothing to wait for."""

    now: float = 0.0

    def wait(self, seconds: float) -> None:
        self.now += seconds
