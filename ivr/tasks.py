"""What a background worker does again and again, until it is stopped."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event

from ivr import metrics
from ivr.logs import log_fault, tell_counts

INTERVAL = 0.2  # seconds

Tasks = Mapping[str, Callable[[], object]]
"""By the names that they are counted and logged by."""


@dataclass
class Seldom:
    """A task for every `seconds`, not for every round."""

    run: Callable[[], object]
    seconds: float
    _due_at: float = 0.0

    def __call__(self) -> None:
        if time.monotonic() >= self._due_at:
            self._due_at = time.monotonic() + self.seconds
            self.run()


def repeat(tasks: Tasks, stop: Event) -> None:
    """At once and after each pause. No fault ends it: there is a next time."""
    while True:
        for task, run in tasks.items():
            _attempt(task, run)
        tell_counts()
        if stop.wait(INTERVAL):
            return


def _attempt(task: str, run: Callable[[], object]) -> None:
    try:
        run()
    except Exception as fault:
        metrics.count(metrics.TASK_FAILURES, task)
        log_fault("task_failed", fault, reason=task)
