"""An application that is not complete: the customer journey tells how it goes on; the onboarding API has none such."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from domain.applications import ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber
from domain.people import Person
from ivr import wiring
from ivr.config import Settings
from storage import demo
from storage.unit_of_work import SqlTransactions
from tests.api.applicants import from_somebody
from tests.api.conftest import APPLICATIONS, System, json_of
from tests.api.journeys import DETAILS

STARTED = demo.PEOPLE["applicant-started"]
REF = f"{STARTED.ref}-kontotyp-1"


def journey(shop: System, ref: str) -> Any:
    return json_of(shop.get(f"{DETAILS}/{ref}"))


@pytest.mark.parametrize("address", [f"{APPLICATIONS}/{REF}", f"{APPLICATIONS}/{REF}/sign-agreement"])
def test_an_application_that_is_not_complete_is_not_found_and_nobody_signs_it(shop: System, address: str) -> None:
    answer = shop.post(address) if address.endswith("sign-agreement") else shop.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), answer.text


def test_an_application_that_is_not_complete_is_in_no_collection(shop: System) -> None:
    items = json_of(shop.get(f"{APPLICATIONS}?$top=100"))["items"]
    assert items
    assert not [item for item in items if item["@id"].endswith(REF)]


def test_the_document_of_the_onboarding_api_does_not_know_the_state_and_that_of_the_journey_does(shop: System) -> None:
    schemas = json_of(shop.get("/openapi/openapi.json"))["components"]["schemas"]
    status = schemas["Application"]["properties"]["status"]["enum"]
    assert {*status} == {*ApplicationStatus} - {ApplicationStatus.STARTED}
    assert "Started" in schemas["ApplicationStatus"]["enum"]


@pytest.fixture
def newcomer(settings: Settings, people: Iterator[str]) -> Person:
    """Somebody else who has started."""
    number = next(people)
    new = replace(
        STARTED,
        ref=f"started-{number[-4:]}",
        national_number=NationalNumber(number.replace("-", "")),
        customer_number=CustomerNumber(f"77{number[-4:]}"),
    )
    parts = wiring.parts(settings)
    with SqlTransactions(parts.engine, parts.cipher, settings.ledger).begin() as work:
        [started] = work.applications.of(STARTED.ref)
        assert work.people.add(new)
        work.applications.add(replace(started, ref=f"{new.ref}-1", person=new.ref), "core")
    return new


def test_an_application_goes_on_with_the_operation_that_the_journey_tells(shop: System, newcomer: Person) -> None:
    before = journey(shop, newcomer.ref)["application"]
    [operation] = before["operations"]
    digits = newcomer.national_number.digits
    added = shop.post(operation["href"], from_somebody(f"{digits[:8]}-{digits[8:]}"))
    assert added.status_code == 201, added.text
    after = journey(shop, newcomer.ref)
    assert (before["state"], operation["rel"]) == ("Started", "apply-for-account")
    assert (after["application"]["state"], after["furtherApplications"]) == ("AwaitingSign", [])
    assert added.headers["Location"].endswith(after["application"]["id"])
