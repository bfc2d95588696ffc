"""A ledger that is slow, broken or gone: no second account, nothing that is not known, and a person."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.journeys.test_demo_people import FIGURES, PHONES
from tests.journeys.test_signing import NUMBERS, SIGNED, hears_the_terms
from tests.ledger_behind.between import Act, Between
from tests.ledger_behind.conftest import House
from tests.phone.caller import Person
from tests.service import WEB, run, until

pytestmark = pytest.mark.xdist_group("ledger")

READY = "demo-08"
TROUBLES = [Act.SILENCE, Act.SLOWNESS, Act.FAILURE, Act.NONSENSE, Act.CUT_BEFORE]
DONE_ALL_THE_SAME = [Act.SLOWNESS, Act.LATER_FAILURE, Act.CUT_AFTER]
NEVER_DONE = [Act.SILENCE, Act.FAILURE, Act.CUT_BEFORE]
LONGEST_TURN = 5.0  # seconds: three questions of 1.5 s, and what the line itself takes


def calls(house: House, key: str) -> Person:
    return house.phones(PHONES[key]).dials_in("en-GB").enters(f"{NUMBERS[key]}#")


def agreed(house: House) -> Person:
    """Has the code that signs."""
    return hears_the_terms(calls(house, "applicant-ready").enters("{code}")).presses("1").hears_prompt("signing-code")


@pytest.fixture(scope="session")
def ask(front: House) -> Callable[[], httpx.Response]:
    """A system asks for a customer's journey."""
    token = run("token", "--scope", "journey:read", env=front.service.env).stdout.strip()
    address = f"{front.service.url}/customer-journey/customer-journey-details/demo-01"
    return lambda: WEB.get(address, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def houses(
    houses: tuple[House, House], way: Between, ask: Callable[[], httpx.Response]
) -> Iterator[tuple[House, House]]:
    """Whatever comes after it finds that nobody rests from its faults any more, whichever web worker answers."""

    def all_answer() -> bool:
        return all(ask().status_code == httpx.codes.OK for _ in range(10))

    yield houses
    way.behaves()
    until(all_answer)


@pytest.mark.parametrize("act", TROUBLES)
def test_no_figures_but_a_person(houses: tuple[House, House], way: Between, act: Act) -> None:
    person = calls(houses[1], "customer-open")
    way.act = act
    person.enters("{code}").hears_prompt("transfer-failure").does_not_hear(*FIGURES)
    assert person.ended


@pytest.mark.usefixtures("houses")
def test_what_is_not_known_is_503_for_a_system_that_asks(way: Between, ask: Callable[[], httpx.Response]) -> None:
    way.act = Act.FAILURE
    answer = ask()
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:problem-type:creditline:unavailable")


@pytest.mark.parametrize("act", DONE_ALL_THE_SAME)
def test_where_the_answer_is_lost_the_ledger_is_looked_at_and_not_asked_again(
    houses: tuple[House, House], way: Between, act: Act
) -> None:
    ledger, front = houses
    person = agreed(front)
    way.seen.clear()
    way.act_on_signing = act
    person.enters("{code}").hears_prompt("signed")
    assert (way.signings, ledger.accounts(READY)) == (1, front.accounts(READY))
    assert len(ledger.accounts(READY)) == 1


@pytest.mark.parametrize("act", NEVER_DONE)
def test_what_never_arrived_is_not_said_to_be_signed_and_is_finished_by_the_worker(
    houses: tuple[House, House], way: Between, act: Act
) -> None:
    ledger, front = houses
    person = agreed(front)
    way.act_on_signing = act
    person.enters("{code}").hears_prompt("transfer-signing-unsure").does_not_hear(SIGNED["en-GB"])
    assert ledger.accounts(READY) == front.accounts(READY) == []
    way.behaves()
    until(lambda: front.accounts(READY))
    assert ledger.accounts(READY) == front.accounts(READY)
    assert (way.signings, front.count("signing_orders"), len(front.accounts(READY))) == (1, 0, 1)


def test_cut_off_for_good_in_the_middle_of_signing(houses: tuple[House, House], way: Between) -> None:
    """It is done at the ledger, and nobody here can know before the ledger is back."""
    ledger, front = houses
    person = agreed(front)
    way.act_on_signing = way.act_after_signing = Act.CUT_AFTER
    person.enters("{code}").hears_prompt("transfer-signing-unsure").does_not_hear(SIGNED["en-GB"])
    assert front.accounts(READY) == []
    way.behaves()
    until(lambda: front.accounts(READY))
    assert len(ledger.accounts(READY)) == 1
    assert ledger.accounts(READY) == front.accounts(READY)
    assert front.count("evidence") == 1


def test_a_turn_waits_no_longer_than_a_carrier_does(houses: tuple[House, House], way: Between) -> None:
    person = agreed(houses[1])
    way.act_on_signing = way.act_after_signing = Act.SLOWNESS
    code = person.newest_code()
    started = time.monotonic()
    person.enters(code).hears_prompt("transfer-signing-unsure")
    assert time.monotonic() - started < LONGEST_TURN
