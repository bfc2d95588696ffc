"""A limit that stops something is counted each time and logged once in a while: by its kind, never by its subject."""

import time

from domain.limits import Counted
from ivr.logs import log_event
from ivr.metrics import LIMITS, count

LOGGED_EVERY = 60.0  # seconds, for each limit in each process


class LimitReports:
    """What is told of each limit that stops something."""

    def __init__(self) -> None:
        self._silent_until: dict[Counted, float] = {}

    def __call__(self, limit: Counted) -> None:
        count(LIMITS, limit.value)
        now = time.monotonic()
        if now >= self._silent_until.get(limit, 0.0):
            self._silent_until[limit] = now + LOGGED_EVERY
            log_event("limit_reached", reason=limit.value)
