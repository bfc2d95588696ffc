"""A store that is down is left alone for a while, so that a call does not wait for it again at every turn."""

import time
from collections.abc import Callable
from typing import Self

from domain.errors import Unavailable

FAILURES = 2  # in succession: one may be an accident
REST_SECONDS = 2.0


class Breaker:
    """Of one store in one process. `clock` in seconds, from any start."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests_until = clock()

    def guarding(self) -> Self:
        """A block that asks the store: Unavailable at once while it rests. One failure after a rest is enough for the
        next one."""
        return self

    def __enter__(self) -> None:
        if self._clock() < self._rests_until:
            raise Unavailable("the store did not answer and is left alone for a while")

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: object) -> None:
        if kind is None:
            self._failures = 0
        elif issubclass(kind, Unavailable):
            self._failures += 1
            if self._failures >= FAILURES:
                self._rests_until = self._clock() + REST_SECONDS
