"""A limit that stops something is counted each time and logged once in a while: by its kind, never by its subject."""

import time
from collections.abc import Callable

from domain.limits import Counted
from ivr.logs import log_event
from ivr.metrics import LIMITS, begin, count

LOGGED_EVERY = 60.0  # seconds, for each limit in each process


class LimitReports:
    """Counts and logs each limit that stops something."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._silent_until: dict[Counted, float] = {}
        begin(LIMITS, *Counted)

    def __call__(self, limit: Counted) -> None:
        count(LIMITS, limit.value)
        now = self._seconds()
        if now >= self._silent_until.get(limit, 0.0):
            self._silent_until[limit] = now + LOGGED_EVERY
            log_event("limit_reached", reason=limit.value)
