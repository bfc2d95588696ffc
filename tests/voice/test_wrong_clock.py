"""A code is good for a few minutes of one clock, the database's, whatever those of the machines around it show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from domain.errors import Unavailable
from ivr import metrics, wiring
from ivr.app import create_app
from ivr.config import Settings
from ivr.counts import TALLY
from ivr.database_clock import DatabaseClock
from ivr.parts import Parts
from tests.voice.conftest import Texts, settings_of
from tests.voice.twilio import InboundCall


@dataclass
class Machine:
    """Its clock is ahead of the database's by so many seconds, unless the database does not say."""

    ahead: float = 0.0
    is_told: bool = True

    def __post_init__(self) -> None:
        self.clock = DatabaseClock(self.ask)

    def ask(self) -> float:
        if not self.is_told:
            raise Unavailable("down")
        return self.ahead

    def is_ahead(self, seconds: float) -> None:
        self.ahead = seconds
        self.clock.measure()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def caller(settings: Settings, machine: Machine) -> InboundCall:
    shared = replace(wiring.parts(settings), database_clock=machine.clock)
    return InboundCall(create_app(wiring.blueprints(settings, shared, wiring.seen(settings, shared))).test_client())


def reaches_a_person(call: InboundCall) -> bool:
    return "I cannot look that up right now" in call.words and call.verbs[-1] == "Dial"


@pytest.mark.parametrize("seconds", [-60.0, 60.0])
def test_a_machine_whose_clock_is_off_makes_no_code(caller: InboundCall, machine: Machine, seconds: float) -> None:
    machine.is_ahead(seconds)
    assert reaches_a_person(caller.dials().keys("198507099805"))


@pytest.mark.parametrize("seconds", [-60.0, 60.0])
def test_a_machine_whose_clock_is_off_judges_no_code(
    caller: InboundCall, machine: Machine, texts: Texts, seconds: float
) -> None:
    """Another one has made it, and to this one it would be fresh for longer."""
    caller.dials().keys("198507099805")
    machine.is_ahead(seconds)
    assert reaches_a_person(caller.keys(texts.code()))


def test_a_clock_that_is_a_little_off_is_right_enough(caller: InboundCall, machine: Machine, texts: Texts) -> None:
    machine.is_ahead(-4.0)
    assert caller.dials().keys("198507099805").keys(texts.code()).verbs == ["Gather"]
    assert "I cannot look that up right now" not in caller.words


def test_while_the_database_does_not_say_what_was_measured_last_holds(machine: Machine) -> None:
    machine.is_ahead(-60.0)
    machine.is_told = False
    with pytest.raises(Unavailable):
        machine.clock.measure()
    assert machine.clock.is_far_from_ours


def test_no_store_is_blamed_for_a_wrong_clock(caller: InboundCall, machine: Machine) -> None:
    machine.is_ahead(60.0)
    before = sql_failures()
    assert reaches_a_person(caller.dials().keys("198507099805"))
    assert sql_failures() == before


def sql_failures() -> float:
    return sum(TALLY.counts().get((metrics.STORE_FAILURES.name, ("sql",)), ()))


@pytest.fixture
def on_postgresql(settings: Settings, postgresql_url: str) -> Iterator[Parts]:
    shared = wiring.parts(settings_of(settings.data_dir, DATABASE_URL=postgresql_url))
    yield shared
    shared.engine.dispose()


@pytest.mark.parametrize("seconds", [-600.0, 0.0, 600.0])
def test_each_machine_is_held_against_postgresql(on_postgresql: Parts, seconds: float) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True):
        on_postgresql.database_clock.measure()
    assert on_postgresql.database_clock.ahead == pytest.approx(seconds, abs=2)
    assert on_postgresql.database_clock.is_far_from_ours == (seconds != 0)
