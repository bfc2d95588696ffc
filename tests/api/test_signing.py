"""Signing by API: allowed exactly where the operation is listed, and once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ivr import wiring
from ivr.api.tokens import Scope
from ivr.app import create_app
from ivr.clock import SystemClock
from ivr.config import Settings
from tests.api.applicants import born_on, from_somebody
from tests.api.conftest import APPLICATIONS, Lender, System, faults_in, json_of


def code_of(body: dict[str, str]) -> str:
    return body["Type"].removeprefix("ledger.credit-account-onboarding.")


def test_signing_again_answers_the_same_account(shop: System, applied: str) -> None:
    answers = [shop.post(f"{applied}/sign-agreement") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.data for answer in answers}) == 1


@pytest.mark.parametrize(
    ("ref", "status"),
    [("demo-08-kontotyp-1", "AwaitingSign"), ("demo-15-kontotyp-1", "AwaitingSign")],
)
def test_what_the_lender_decided_may_be_signed(shop: System, ref: str, status: str) -> None:
    """applicant-ready, and applicant-pep: a token that signs means that the lender decided."""
    application = json_of(shop.get(f"{APPLICATIONS}/{ref}"))
    assert application["status"] == status
    assert [operation["rel"] for operation in application["operations"]] == ["sign-agreement"]


def test_a_rejected_application_cannot_be_signed(shop: System) -> None:
    address = f"{APPLICATIONS}/demo-13-kontotyp-1"
    assert json_of(shop.get(address))["operations"] == []
    answer = shop.post(f"{address}/sign-agreement")
    assert (answer.status_code, code_of(json_of(answer))) == (409, "not-signable")


def test_to_sign_what_is_being_signed_is_under_way(shop: System) -> None:
    """applicant-signing of the demo."""
    address = f"{APPLICATIONS}/demo-11-kontotyp-1"
    answer = shop.post(f"{address}/sign-agreement")
    assert (answer.status_code, json_of(answer)) == (202, json_of(shop.get(address)))
    assert (json_of(answer)["status"], json_of(answer)["operations"]) == ("InitializedSigning", [])


def test_above_the_maximum_a_person_decides_first(shop: System, people: Iterator[str]) -> None:
    added = json_of(shop.post(APPLICATIONS, from_somebody(next(people), creditLimit=50001)))
    assert (added["status"], added["operations"]) == ("AwaitingSign", [])
    answer = shop.post(f"{added['@id']}/sign-agreement")
    assert (answer.status_code, code_of(json_of(answer))) == (409, "not-signable")


def test_an_approval_expires(lender: Lender, shop: System, applied: str) -> None:
    """After thirty days; tokens go by the real time."""
    later = lender.settings.model_copy(update={"clock": datetime.now(UTC) + timedelta(days=30)})
    app = create_app(wiring.api_blueprints(later, wiring.parts(later)))
    then = System(app.test_client(), shop.token)
    assert len(json_of(shop.get(applied))["operations"]) == 1
    assert json_of(then.get(applied))["operations"] == []
    answer = then.post(f"{applied}/sign-agreement")
    assert (answer.status_code, code_of(json_of(answer))) == (409, "not-signable")


def test_whoever_has_an_account_of_the_profile_cannot_apply_again(shop: System, people: Iterator[str]) -> None:
    number = next(people)
    added = shop.post(APPLICATIONS, from_somebody(number))
    assert shop.post(f"{added.headers['Location']}/sign-agreement").status_code == 201
    answer = shop.post(APPLICATIONS, from_somebody(number))
    assert (answer.status_code, code_of(json_of(answer))) == (409, "account-profile-exists")


def test_two_applications_for_one_profile_end_in_one_account(shop: System, people: Iterator[str]) -> None:
    number = next(people)
    first, second = (shop.post(APPLICATIONS, from_somebody(number)).headers["Location"] for _ in range(2))
    assert shop.post(f"{first}/sign-agreement").status_code == 201
    answer = shop.post(f"{second}/sign-agreement")
    assert (answer.status_code, code_of(json_of(answer))) == (409, "account-profile-exists")


def test_applicants_are_eighteen(shop: System, settings: Settings) -> None:
    today = SystemClock(settings.timezone).today()
    just_eighteen = today - timedelta(days=1 + 18 * 365 + 5)  # five leap days at most
    just_too_young = today.replace(day=1, year=today.year - 18) + timedelta(days=31)
    assert shop.post(APPLICATIONS, from_somebody(born_on(just_eighteen))).status_code == 201
    answer = shop.post(APPLICATIONS, from_somebody(born_on(just_too_young)))
    assert faults_in(answer) == {"NationalConsumerIdentifier.Value": "The person must be 18 or older."}


@pytest.mark.parametrize("scope", [Scope.ONBOARDING_READ, Scope.ONBOARDING_WRITE, Scope.ACCOUNTS_READ])
def test_signing_takes_its_own_scope(lender: Lender, shop: System, applied: str, scope: Scope) -> None:
    answer = lender.system(scope).post(f"{applied}/sign-agreement")
    assert (answer.status_code, code_of(json_of(answer))) == (403, "forbidden")
    assert json_of(shop.get(applied))["status"] == "AwaitingSign"
