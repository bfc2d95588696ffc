"""The same journeys with the phone line in front of a remote ledger: word for word what the ledger's own line says."""

import pytest

from ivr.prompts.catalogue import LANGUAGES
from storage import demo
from tests.journeys.test_demo_people import PEOPLE, PHONES
from tests.journeys.test_signing import NUMBERS, signs
from tests.ledger_behind.between import Between
from tests.ledger_behind.conftest import House
from tests.phone.caller import Person

pytestmark = [pytest.mark.parametrize("language", LANGUAGES), pytest.mark.xdist_group("ledger")]


def verified(house: House, key: str, language: str) -> Person:
    return house.phones(PHONES[key]).dials_in(language).enters(f"{NUMBERS[key]}#").enters("{code}")


@pytest.mark.parametrize("key", [person.key for person in PEOPLE])
def test_everybody_hears_the_same(houses: tuple[House, House], key: str, language: str) -> None:
    own, in_front = (verified(house, key, language) for house in houses)
    assert in_front.heard_in_all == own.heard_in_all


MENUS = [
    *(("customer-open", keys) for keys in ("1", "2", "3", "11", "4222")),
    *(("applicant-ready", keys) for keys in ("3", "42", "424")),
    ("applicant-two", "412"),
    ("customer-also-applicant", "342"),
]


@pytest.mark.parametrize(("key", "keys"), MENUS)
def test_everybody_hears_the_same_in_the_menus(houses: tuple[House, House], key: str, keys: str, language: str) -> None:
    own, in_front = (verified(house, key, language) for house in houses)
    for person in (own, in_front):
        for pressed in keys:
            person.presses(pressed)
    assert in_front.heard_in_all == own.heard_in_all


@pytest.mark.parametrize(
    ("key", "choice"), [("applicant-ready", ""), ("applicant-signing-failed", ""), ("applicant-two", "1")]
)
def test_signing_sounds_the_same_and_opens_one_account_at_the_ledger(
    houses: tuple[House, House], way: Between, key: str, choice: str, language: str
) -> None:
    ledger, front = houses
    own = signs(verified(ledger, key, language), *choice).presses("1")
    before = ledger.count("evidence")
    ledger.start_afresh()
    in_front = signs(verified(front, key, language), *choice).presses("1")
    assert in_front.heard_in_all == own.heard_in_all
    assert (way.signings, ledger.count("evidence"), front.count("evidence")) == (1, before, before)
    person = demo.PEOPLE[key].ref
    assert ledger.accounts(person) == front.accounts(person) != []
