"""Who may ask the customer journey API for what, and what everybody else is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ivr import wiring
from ivr.api.journey_operations import JOURNEY_OPERATIONS
from ivr.api.operations import Operation
from ivr.api.tokens import OF_CUSTOMERS, Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.config import Settings
from tests.api.applicants import from_somebody
from tests.api.conftest import APPLICATIONS, Lender, System, json_of
from tests.api.journeys import CHECKS, DETAILS, SEARCH, VERIFICATIONS, faults_at, problem_in, searched
from tests.api.lender import StandingClock
from tests.voice.conftest import settings_of

AMOUNT = {"value": 1499, "currencyCode": "SEK"}
PURCHASE = {"amount": AMOUNT, "type": "account"}
BODIES = {
    "search_customers": {"filter": {"customerRef": "demo-01"}},
    "check_available_credit": PURCHASE | {"customerRef": "demo-01"},
    "begin_verification": {"nationalNumber": "197207049987"},
    "submit_code": {"code": "000000"},
}
SCOPES = {
    "get_own_customer_journey": {"journey:self"},
    "get_customer_journey": {"journey:read"},
    "search_customers": {"journey:search"},
    "check_available_credit": {"journey:read", "journey:self"},
    "begin_verification": {"journey:verify", "journey:read"},
    "submit_code": {"journey:verify", "journey:read"},
}


def ask(system: System, operation: Operation) -> tuple[int, str]:
    """Status, and the code of the problem where it is one."""
    path = operation.path.format(customerRef="demo-01", verificationId="none")
    posted = BODIES.get(operation.name)
    answer = system.get(path) if operation.method == "GET" else system.post(path, posted)
    return problem_in(answer) if answer.status_code >= 400 else (answer.status_code, "")


def customer(lender: Lender, ref: str = "demo-01", ledger: int = 501) -> System:
    """Who holds an access token."""
    return lender.system(*OF_CUSTOMERS, subject=ref, ledger=ledger)


@pytest.fixture(scope="module")
def shop(lender: Lender) -> System:
    return lender.system(Scope.JOURNEY_READ, Scope.JOURNEY_SEARCH)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("operation", JOURNEY_OPERATIONS, ids=lambda operation: operation.name)
def test_each_operation_takes_its_scopes_and_no_other(operation: Operation, scope: Scope, lender: Lender) -> None:
    found = ask(lender.system(scope, subject="demo-01"), operation)
    assert (found == (403, "forbidden")) is (scope not in SCOPES[operation.name]), found


@pytest.mark.parametrize("operation", JOURNEY_OPERATIONS, ids=lambda operation: operation.name)
def test_nobody_without_a_token_gets_in(operation: Operation, lender: Lender) -> None:
    answer = lender.web.open(operation.path, method=operation.method)
    assert problem_in(answer) == (401, "unauthorized")


@pytest.mark.parametrize("ref", ["demo-99", "nobody", "demo-01%00", "198507099805"])
def test_whoever_is_unknown_is_not_found(ref: str, shop: System) -> None:
    assert problem_in(shop.get(f"{DETAILS}/{ref}")) == (404, "customer-not-found")


def test_an_unknown_customer_has_no_credit_to_ask_for(shop: System) -> None:
    assert problem_in(shop.post(CHECKS, PURCHASE | {"customerRef": "demo-99"})) == (404, "customer-not-found")


def test_a_token_of_another_ledger_finds_nobody_of_this_one(lender: Lender) -> None:
    other = lender.system(Scope.JOURNEY_READ, Scope.JOURNEY_SEARCH, ledger=502)
    assert problem_in(other.get(f"{DETAILS}/demo-01")) == (404, "customer-not-found")
    assert problem_in(other.post(CHECKS, PURCHASE | {"customerRef": "demo-01"})) == (404, "customer-not-found")
    assert searched(other, phoneNumber="+46701740605") == []
    assert searched(other, nationalNumber="198507099805") == []
    assert problem_in(customer(lender, ledger=502).get(DETAILS)) == (404, "customer-not-found")


def test_a_customers_token_is_about_its_customer_alone(lender: Lender) -> None:
    berit = customer(lender)
    assert json_of(berit.get(DETAILS))["customerRef"] == "demo-01"
    assert problem_in(berit.get(f"{DETAILS}/demo-01")) == (403, "forbidden")
    assert problem_in(berit.post(CHECKS, PURCHASE | {"customerRef": "demo-02"})) == (403, "forbidden")
    for body in (PURCHASE, PURCHASE | {"customerRef": "demo-01"}):
        assert json_of(berit.post(CHECKS, body)) == {"sufficient": True}


def test_an_access_token_that_has_expired_is_none(lender: Lender, settings: Settings) -> None:
    clock = StandingClock(datetime.now(UTC) - timedelta(minutes=11))
    old = Tokens(settings.secret_keys, clock).issue(Bearer("demo-01", 501, OF_CUSTOMERS), timedelta(minutes=10))
    answer = System(lender.app.test_client(), old).get(DETAILS)
    assert problem_in(answer) == (401, "unauthorized")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_search_that_fits_two_lists_both(lender: Lender, shop: System, people: Iterator[str]) -> None:
    someone = from_somebody(next(people), cellPhone="+46701740606")
    assert lender.system(Scope.ONBOARDING_WRITE).post(APPLICATIONS, someone).status_code == 201
    both = searched(shop, phoneNumber="+46701740606")
    assert {one["status"] for one in both} == {"customer", "applicant"}
    assert searched(shop, phoneNumber="+46701740606", familyName="Customer 02") == [
        {"customerRef": "demo-02", "status": "customer"}
    ]


def test_a_search_for_nobody_finds_nobody(shop: System) -> None:
    assert searched(shop, nationalNumber="19720704-9987") == []


KEYS = "customerRef, accountNumber, nationalNumber, customerNumber, phoneNumber"
REFUSED = [
    ({"givenName": "Test", "familyName": "Customer 01", "dateOfBirth": "1985-07-09"}, "#/filter", f"one of: {KEYS}"),
    ({}, "#/filter", "one of"),
    ({"customerRef": None}, "#/filter", "one of"),
    ({"customerRef": "demo-01", "postcode": "62157"}, "#/filter/postcode", "leave it out"),
    ({"phoneNumber": "070-174 06 05"}, "#/filter/phoneNumber", "+46701234567"),
    ({"phoneNumber": "+999701740605"}, "#/filter/phoneNumber", "+46701234567"),
    ({"nationalNumber": "198507099806"}, "#/filter/nationalNumber", "valid"),
    ({"customerRef": "demo-01", "dateOfBirth": "1985-02-30"}, "#/filter/dateOfBirth", "date"),
    ({"customerRef": "demo-01", "shoeSize": "44"}, "#/filter/shoeSize", "unknown"),
]


@pytest.mark.parametrize(("wanted", "pointer", "words"), REFUSED)
def test_what_cannot_be_searched_is_said(wanted: dict[str, str], pointer: str, words: str, shop: System) -> None:
    faults = faults_at(shop.post(SEARCH, {"filter": wanted}))
    assert list(faults) == [pointer]
    assert words in faults[pointer]
    assert not any(value and value in str(faults) for value in wanted.values() if value != "070-174 06 05")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"customerRef": None}, "#/customerRef"),
        ({"type": "gold"}, "#/type"),
        ({"amount": AMOUNT | {"value": 0}}, "#/amount/value"),
        ({"amount": AMOUNT | {"currencyCode": "kr"}}, "#/amount/currencyCode"),
    ],
)
def test_a_purchase_is_an_amount_of_a_kind_for_somebody(changes: dict[str, object], pointer: str, shop: System) -> None:
    assert list(faults_at(shop.post(CHECKS, PURCHASE | {"customerRef": "demo-01"} | changes))) == [pointer]


@pytest.mark.parametrize(
    ("who", "pointer"),
    [
        ({}, "#"),
        ({"nationalNumber": "198507099805", "customerNumber": "10000001"}, "#"),
        ({"nationalNumber": "8507099805"}, "#/nationalNumber"),
        ({"customerNumber": "12"}, "#/customerNumber"),
    ],
)
def test_a_verification_is_of_one_number(who: dict[str, str], pointer: str, lender: Lender) -> None:
    assert list(faults_at(lender.system(Scope.JOURNEY_VERIFY).post(VERIFICATIONS, who))) == [pointer]


def test_a_path_that_is_none_is_a_problem_of_the_same_form(shop: System) -> None:
    assert problem_in(shop.get("/customer-journey/nothing")) == (404, "not-found")
    assert problem_in(shop.get(SEARCH)) == (405, "method-not-allowed")


def test_a_database_that_does_not_answer_is_a_fault_and_nobody_unknown(settings: Settings) -> None:
    broken = settings_of(settings.data_dir, DATABASE_URL="sqlite:////no/such/folder/x.db")
    app = create_app(wiring.api_blueprints(broken, wiring.parts(broken)))
    token = Tokens.of(broken).issue(Bearer("a shop", 501, frozenset({Scope.JOURNEY_READ})), timedelta(minutes=1))
    answer = System(app.test_client(), token).get(f"{DETAILS}/demo-01")
    assert problem_in(answer) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_each_telling_is_in_the_audit_with_who_was_told(lender: Lender, settings: Settings) -> None:
    told = lender.system(Scope.JOURNEY_READ, Scope.JOURNEY_SEARCH, subject="an audited shop")
    told.get(f"{DETAILS}/demo-08")
    told.post(CHECKS, PURCHASE | {"customerRef": "demo-01"})
    searched(told, customerRef="demo-02")
    told.get(f"{DETAILS}/demo-99")
    customer(lender, "demo-03").get(DETAILS)
    with wiring.parts(settings).engine.connect() as connection:
        rows = connection.execute(
            text("SELECT person, level, facts FROM audit WHERE asked_by IN ('an audited shop', 'demo-03') ORDER BY id")
        ).all()
    assert [(row.person, row.level) for row in rows] == [("demo-08", 0), ("demo-01", 0), ("demo-02", 0), ("demo-03", 2)]
    assert [row.facts for row in rows[1:3]] == ["available-credit", "user-type"]
    assert "kyc" in rows[0].facts
    assert "balance" in rows[3].facts
