"""Numbers as people have them: what the tax agency issues, and phone numbers however they are written."""

import pytest

from ivr.api.tokens import Scope
from tests.api.applicants import from_somebody
from tests.api.conftest import APPLICATIONS, Lender, System, json_of
from tests.api.journeys import SEARCH, VERIFICATIONS


@pytest.mark.parametrize("number", ["19150072-2390", "19150088-2392", "19850260-9806"])
def test_who_has_no_known_birthday_can_apply_and_be_found(shop: System, lender: Lender, number: str) -> None:
    """Coordination numbers: month 00, day 60."""
    answer = shop.post(APPLICATIONS, from_somebody(number))
    assert answer.status_code == 201, answer.text
    assert json_of(answer)["nationalConsumerIdentifier"]["value"] == number
    assert found(shop, nationalNumber=number) == 1
    website = lender.system(Scope.JOURNEY_VERIFY)
    assert website.post(VERIFICATIONS, {"nationalNumber": number}).status_code == 202


def test_what_is_known_of_a_birthday_tells_people_apart(shop: System) -> None:
    number = "19150072-2507"
    assert shop.post(APPLICATIONS, from_somebody(number)).status_code == 201
    assert found(shop, nationalNumber=number, dateOfBirth="1915-07-12") == 1
    assert found(shop, nationalNumber=number, dateOfBirth="1915-07-13") == 0


def test_a_phone_number_is_echoed_and_found_in_its_one_form(shop: System) -> None:
    """The zero after the country's code is dialled at home only."""
    answer = shop.post(APPLICATIONS, from_somebody("19380708-9010", cellPhone="+460701740683"))
    assert answer.status_code == 201, answer.text
    assert json_of(answer)["cellPhone"] == "+46701740683"
    assert json_of(shop.get(answer.headers["Location"]))["cellPhone"] == "+46701740683"
    assert found(shop, phoneNumber="+46701740683") == found(shop, phoneNumber="+460701740683") == 1


def found(shop: System, **wanted: str) -> int:
    answer = shop.post(SEARCH, {"filter": wanted})
    assert answer.status_code == 200, answer.text
    return len(json_of(answer)["values"])
