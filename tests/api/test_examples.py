"""Every example of the contract, repaired where it is broken: request in, answer out, field by field."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.applications import ApplicationStatus
from ivr.api.examples import NO_CREDIT, OFFER, POSTED
from ivr.api.schemas.answering import Application, Offer, TermsAndConditions
from tests.api.applicants import from_somebody
from tests.api.conftest import APPLICATIONS, OFFERS, System, faults_in, json_of
from tests.voice.twilio import PUBLIC_URL

PLURAL = APPLICATIONS.replace("onboarding", "onboardings")


def test_list_all_offers(shop: System) -> None:
    answer = shop.get(f"{OFFERS}?$top=2")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert json_of(answer) == {
        "operations": None,
        "items": [OFFER, NO_CREDIT],
        "@id": OFFERS,
        "view": {"@id": f"{OFFERS}?$top=2&$skip=0", "next": f"{OFFERS}?$top=2&$skip=2"},
    }


def test_the_offers_resource(shop: System) -> None:
    assert json_of(shop.get(f"{OFFERS}/kontotyp-1")) == OFFER


def test_amounts_are_numbers_with_two_places(shop: System) -> None:
    text = shop.get(f"{OFFERS}/kontotyp-1").text
    assert '"maxCreditLimit":50000.00,' in text
    assert '"monthlyAdminFee":35.00,' in text


def test_an_offer_of_nothing_is_listed_and_cannot_be_applied_for(shop: System) -> None:
    assert json_of(shop.get(f"{OFFERS}/kontotyp-2"))["operations"] == []
    answer = shop.post(f"{OFFERS}/kontotyp-2/applications", POSTED)
    assert faults_in(answer) == {"AccountProfile": "The AccountProfile is not open for applications."}


def test_add_an_application_and_read_it(shop: System) -> None:
    """`IsPep` is answered "true" in the contract's example, which can be signed."""
    answer = shop.post(APPLICATIONS, POSTED)
    added = json_of(answer)
    address = added["@id"]
    assert (answer.status_code, answer.headers["Location"]) == (201, address)
    assert address.startswith(f"{APPLICATIONS}/")
    assert added == POSTED | {
        "status": "AwaitingSign",
        "account": None,
        "@id": address,
        "parentHREF": f"{OFFERS}/kontotyp-1",
        "operations": [{"rel": "sign-agreement", "href": f"{address}/sign-agreement", "method": "POST"}],
    }
    assert '"creditLimit":5000.00' in answer.text
    assert json_of(shop.get(address)) == added


def test_list_all_applications(shop: System) -> None:
    listed = json_of(shop.get(f"{APPLICATIONS}?$top=100"))
    assert (listed["operations"], listed["@id"]) == (None, APPLICATIONS)
    assert all(json_of(shop.get(item["@id"])) == item for item in listed["items"])
    assert len(listed["items"]) >= 9  # the demo's


def test_sign_the_agreement(shop: System, people: Iterator[str]) -> None:
    added = json_of(shop.post(APPLICATIONS, from_somebody(next(people))))
    (signing,) = added["operations"]
    answer = shop.post(signing["href"])
    created = json_of(answer)["createdAccount"]
    assert answer.status_code == 201
    assert json_of(answer) == {"createdAccount": created}
    assert created.startswith(f"{PUBLIC_URL}/ledger/credit-account/v1/501/accounts/")
    signed = json_of(shop.get(added["@id"]))
    assert signed == added | {"status": "Approved", "account": created, "operations": []}
    account = json_of(shop.get(created.removeprefix(PUBLIC_URL)))
    assert (account["status"], account["paymentDueDate"]) == ("Open", None)
    assert account["creditLimits"] == [{"type": "account", "amount": {"value": Decimal(5000), "currencyCode": "SEK"}}]
    assert account["@id"] == created.removeprefix(PUBLIC_URL)


def test_the_plural_of_some_examples_leads_to_the_same(shop: System, people: Iterator[str]) -> None:
    added = json_of(shop.post(PLURAL, from_somebody(next(people))))
    assert added["@id"].startswith(f"{APPLICATIONS}/")
    assert json_of(shop.get(added["@id"].replace(APPLICATIONS, PLURAL))) == added


@pytest.mark.parametrize("status", ["awaiting-sign", "AwaitingSign", "awaitingsign"])
def test_a_status_is_read_in_either_spelling(status: str, shop: System) -> None:
    stored = json_of(shop.get(f"{APPLICATIONS}?$top=1"))["items"][0]
    assert Application.model_validate(stored | {"status": status}).status is ApplicationStatus.AWAITING_SIGN


@pytest.mark.parametrize("name", ["standardEuropeeanAgreements", "standardEuropeanAgreements"])
def test_the_misspelt_agreements_are_read_in_either_spelling_and_written_in_theirs(name: str) -> None:
    read = TermsAndConditions.model_validate({name: "/agreements.pdf", "accountTerms": "/terms.pdf"})
    assert read.standard_european_agreements == "/agreements.pdf"
    assert "standardEuropeeanAgreements" in read.model_dump(by_alias=True)


def test_what_is_answered_can_be_read_back(shop: System) -> None:
    offer = json_of(shop.get(f"{OFFERS}/kontotyp-1"))
    assert Offer.model_validate(offer).model_dump(by_alias=True) == offer
