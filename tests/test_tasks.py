"""What a worker does again and again: some of it seldom, and no fault of one round ends the next."""

from dataclasses import dataclass, field
from threading import Event

import pytest

from ivr import tasks
from ivr.tasks import Seldom, repeat

HOURS, NO_TIME = 3600.0, 0.0  # seconds


@dataclass
class Task:
    """Fails where it is told to."""

    stop: Event = field(default_factory=Event)
    fails: bool = False
    runs: int = 0
    last: int = 3

    def __call__(self) -> None:
        self.runs += 1
        if self.runs == self.last:
            self.stop.set()
        if self.fails:
            raise ZeroDivisionError


def test_a_seldom_task_is_run_at_once_and_then_not_for_its_time() -> None:
    task = Task()
    seldom = Seldom(task, HOURS)
    for _ in range(3):
        seldom()
    assert task.runs == 1


def test_a_seldom_task_whose_time_is_over_is_run_again() -> None:
    task = Task()
    seldom = Seldom(task, NO_TIME)
    for _ in range(3):
        seldom()
    assert task.runs == 3


def test_a_seldom_task_that_fails_waits_for_its_time_as_well() -> None:
    """A ledger that is down is not asked for everything in each round."""
    task = Task(fails=True)
    seldom = Seldom(task, HOURS)
    with pytest.raises(ZeroDivisionError):
        seldom()
    seldom()
    assert task.runs == 1


def test_a_task_that_fails_is_run_again_and_so_are_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "INTERVAL", 0.0)
    failing = Task(fails=True)
    other = Task()
    repeat({"failing": failing, "other": other}, failing.stop)
    assert (failing.runs, other.runs) == (3, 3)
