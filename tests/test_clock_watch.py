"""Somebody sets the system's clock: it is seen at the next look, by the clock of the boot, and open codes are void."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Unavailable
from ivr import metrics
from ivr.clock_watch import PAUSE, ClockWatch
from ivr.counts import TALLY
from ivr.tasks import INTERVAL

DAY = timedelta(days=1).total_seconds()


@dataclass
class Machine:
    """Its two clocks, and what was voided."""

    boot: float = 1000.0
    wall: float = 1_800_000_000.0
    voided: list[datetime] = field(default_factory=list)
    tries: int = 0
    database_is_down: bool = False
    stands_still_for: float = 0.0

    def __post_init__(self) -> None:
        self.watch = ClockWatch(self.void, self.now, self.read_wall, lambda: self.boot)

    def read_wall(self) -> float:
        """After which the process stands still once, where it is to."""
        wall, stood, self.stands_still_for = self.wall, self.stands_still_for, 0.0
        self.boot += stood
        self.wall += stood
        return wall + stood

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall, UTC)

    def void(self, now: datetime) -> None:
        self.tries += 1
        if self.database_is_down:
            raise Unavailable("down")
        self.voided.append(now)

    def runs(self, seconds: float) -> None:
        """As long as that, with a look at the end."""
        self.boot += seconds
        self.wall += seconds
        self.watch.look()


def steps() -> float:
    return sum(TALLY.counts().get((metrics.CLOCK_STEPS.name, ()), ()))


@pytest.mark.parametrize("step", [DAY, -DAY, 60.0, -60.0])
def test_a_step_is_seen_within_a_second_and_voids_open_codes_once(
    step: float, capsys: pytest.CaptureFixture[str]
) -> None:
    machine, before = Machine(), steps()
    machine.runs(INTERVAL)
    assert machine.voided == []
    machine.wall += step
    machine.runs(INTERVAL)
    assert INTERVAL < 1
    assert machine.voided == [machine.now()]
    assert steps() == before + 1
    assert re.findall(r"clock_stepped +ms=(\S+)", "".join(capsys.readouterr())) == [f"{step * 1000:.0f}"]
    machine.runs(INTERVAL)
    assert (len(machine.voided), steps()) == (1, before + 1)


def test_a_clock_that_is_led_slowly_and_a_machine_that_slept_have_made_no_step() -> None:
    """Both clocks run at the pace that adjtimex(2) has set, and both go on while the machine sleeps."""
    machine = Machine()
    for _ in range(100):
        machine.runs(INTERVAL * 1.0005)
    machine.runs(DAY)
    assert machine.voided == []


@pytest.mark.parametrize("step", [1.9, -1.9])
def test_small_steps_add_up(step: float) -> None:
    """Else whoever sets a clock back again and again keeps a code good for a day."""
    machine = Machine()
    machine.wall += step
    machine.runs(INTERVAL)
    assert machine.voided == []
    machine.wall += step
    machine.runs(INTERVAL)
    assert machine.voided == [machine.now()]


def test_a_process_that_stood_still_between_two_readings_has_seen_no_step() -> None:
    machine = Machine()
    machine.stands_still_for = 60.0
    machine.runs(INTERVAL)
    machine.runs(INTERVAL)
    assert machine.voided == []
    machine.wall -= DAY
    machine.runs(INTERVAL)
    assert machine.voided == [machine.now()]


def test_a_process_that_stood_still_as_it_began_sees_the_next_step() -> None:
    machine = Machine(stands_still_for=60.0)
    machine.runs(INTERVAL)
    assert machine.voided == []
    machine.wall += DAY
    machine.runs(INTERVAL)
    assert machine.voided == [machine.now()]


def test_codes_that_could_not_be_voided_are_as_soon_as_the_database_is_back() -> None:
    machine = Machine(database_is_down=True)
    machine.wall += DAY
    for _ in range(2):
        with pytest.raises(Unavailable):
            machine.runs(PAUSE)
    machine.database_is_down = False
    machine.runs(PAUSE)
    assert machine.voided == [machine.now()]


def test_a_database_that_could_not_void_codes_is_asked_again_every_two_seconds_at_most() -> None:
    """Each try may take all of a statement's second, in every process at once."""
    machine = Machine(database_is_down=True)
    machine.wall += DAY
    for _ in range(round(10 / INTERVAL)):
        with suppress(Unavailable):
            machine.runs(INTERVAL)
    assert 2 <= machine.tries <= 10 / 2 + 1
