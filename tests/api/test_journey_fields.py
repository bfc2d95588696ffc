"""Every field of the customer journey's table, each with somebody of the demo who has it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.accounts import AccountStatus
from domain.applications import ApplicationStatus
from domain.kyc import KycStatus
from ivr.api.tokens import Scope
from storage import demo
from tests.api.conftest import Lender, System, json_of
from tests.api.journeys import DETAILS


@pytest.fixture(scope="module")
def reader(lender: Lender) -> System:
    return lender.system(Scope.JOURNEY_READ, Scope.PII_READ)


def journey_of(system: System, key: str) -> Any:
    answer = system.get(f"{DETAILS}/{demo.PEOPLE[key].ref}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    return json_of(answer)


def at(resource: Any, path: str) -> Any:
    for step in path.split("."):
        resource = resource[step]
    return resource


def kronor(amount: str) -> Any:
    return {"value": Decimal(amount), "currencyCode": "SEK"}


def typed(account: str, cash: str) -> Any:
    return [{"type": "account", "amount": kronor(account)}, {"type": "cash", "amount": kronor(cash)}]


SIGNING = {
    "rel": "sign-agreement",
    "href": "/ledger/credit-account-onboarding/v1/501/offers/kontotyp-1/applications/demo-08-kontotyp-1/sign-agreement",
    "method": "POST",
}

APPLYING = {
    "rel": "apply-for-account",
    "href": "/ledger/credit-account-onboarding/v1/501/offers/kontotyp-1/applications",
    "method": "POST",
}

FIELDS = [
    ("customer-open", "customerRef", "demo-01"),
    ("customer-open", "userType", "customer"),
    ("applicant-ready", "userType", "applicant"),
    ("customer-also-applicant", "userType", "customer"),
    ("customer-open", "application", None),
    ("applicant-ready", "account", None),
    ("applicant-ready", "application.id", "demo-08-kontotyp-1"),
    ("applicant-ready", "application.productId", "kontotyp-1"),
    ("customer-also-applicant", "application.productId", "kontotyp-3"),
    ("applicant-ready", "application.state", "AwaitingSign"),
    ("applicant-ready", "application.creditLimit", kronor("25000.00")),
    ("applicant-ready", "application.kycStatus", "authenticated"),
    ("applicant-ready", "application.registered", True),
    ("applicant-kyc", "application.registered", False),
    ("applicant-ready", "application.operations", [SIGNING]),
    ("applicant-started", "userType", "applicant"),
    ("applicant-started", "application.operations", [APPLYING]),
    ("applicant-signing", "application.operations", []),
    ("applicant-rejected", "application.operations", []),
    ("customer-open", "account.accountNumber", "50100001"),
    ("customer-open", "account.productId", "kontotyp-1"),
    ("customer-open", "account.creditLimits", typed("50000.00", "10000.00")),
    ("customer-open", "account.availableCreditLimits", typed("37654.50", "10000.00")),
    ("customer-new", "account.paymentDueDate", None),
    ("customer-open", "account.balances.total", kronor("12345.50")),
    ("customer-open", "account.balances.pendingCredits", kronor("500.00")),
    ("customer-open", "account.balances.pendingDebits", kronor("249.90")),
    ("customer-open", "account.balances.previousBillingPeriod", kronor("13104.60")),
    ("customer-new", "account.balances.pendingCredits", None),
    ("customer-open", "account.dues.currentDue", kronor("1250.00")),
    ("customer-open", "account.dues.requestedPayment", kronor("1250.00")),
    ("customer-open", "account.dues.recommendedExtraPayment", kronor("750.00")),
    ("customer-arrears", "account.dues.totalArrears", kronor("2480.00")),
    ("customer-open", "account.arrears", []),
    ("customer-open", "account.registered", True),
    ("customer-new", "account.registered", False),
    ("customer-new", "account.lastPayments", []),
    ("customer-new", "account.asOf", None),
    ("customer-open", "furtherAccounts", []),
    ("applicant-ready", "furtherApplications", []),
]


@pytest.mark.parametrize(("key", "path", "value"), FIELDS)
def test_every_field_of_a_journey_has_its_source(key: str, path: str, value: object, reader: System) -> None:
    assert at(journey_of(reader, key), path) == value


STATUSES = {
    "customer-open": AccountStatus.OPEN,
    "customer-chargeoff": AccountStatus.CHARGE_OFF,
    "customer-closed": AccountStatus.CLOSED,
    "customer-fraud": AccountStatus.FRAUD,
    "customer-paydown": AccountStatus.CANCELLED_PAY_DOWN,
}
STATES = {
    "applicant-started": ApplicationStatus.STARTED,
    "applicant-ready": ApplicationStatus.AWAITING_SIGN,
    "applicant-signing": ApplicationStatus.INITIALIZED_SIGNING,
    "applicant-signing-failed": ApplicationStatus.SIGNING_FAILED,
    "applicant-rejected": ApplicationStatus.REJECTED,
}
KYC = {
    "applicant-ready": KycStatus.AUTHENTICATED,
    "applicant-kyc": KycStatus.INITIATED,
    "applicant-kyc-failed": KycStatus.FAILED,
}


def test_every_status_of_an_account_is_somebodys(reader: System) -> None:
    assert {key: journey_of(reader, key)["account"]["status"] for key in STATUSES} == STATUSES
    assert set(STATUSES.values()) == set(AccountStatus)


def test_every_state_of_a_running_application_is_somebodys(reader: System) -> None:
    assert {key: journey_of(reader, key)["application"]["state"] for key in STATES} == STATES
    assert set(STATES.values()) == set(ApplicationStatus) - {ApplicationStatus.APPROVED}


def test_every_kyc_status_is_somebodys(reader: System) -> None:
    assert {key: journey_of(reader, key)["application"]["kycStatus"] for key in KYC} == KYC
    assert set(KYC.values()) == set(KycStatus)


def test_the_due_date_is_the_one_to_come(reader: System) -> None:
    due = demo.next_due_date(datetime.now(UTC).date())
    assert journey_of(reader, "customer-open")["account"]["paymentDueDate"] == due.isoformat()


def test_the_three_rates(reader: System) -> None:
    """35 percent nominal and 35 kronor a month, on 25,000 kronor."""
    rates = {one["type"]: one["rate"] for one in journey_of(reader, "applicant-ready")["application"]["interestRates"]}
    assert rates == {"AER": Decimal("41.20"), "APR": Decimal("45.3"), "SAR": Decimal(35)}


def test_arrears_by_their_age_are_all_of_them(reader: System) -> None:
    account = journey_of(reader, "customer-arrears")["account"]
    assert [one["bucket"] for one in account["arrears"]] == ["1-30", "31-60"]
    assert sum(one["amount"]["value"] for one in account["arrears"]) == account["dues"]["totalArrears"]["value"]


def test_the_last_payments_come_newest_first(reader: System) -> None:
    payments = journey_of(reader, "customer-open")["account"]["lastPayments"]
    assert [one["amount"] for one in payments] == [kronor("1250.00"), kronor("1310.50")]
    assert payments[0]["date"] > payments[1]["date"]


def test_figures_tell_when_they_were_true(reader: System) -> None:
    as_of = datetime.fromisoformat(journey_of(reader, "customer-open")["account"]["asOf"])
    assert timedelta(0) < datetime.now(UTC) - as_of < timedelta(days=1)


def test_of_two_applications_the_newer_is_told_and_the_other_beside_it(reader: System) -> None:
    journey = journey_of(reader, "applicant-two")
    further = [one["productId"] for one in journey["furtherApplications"]]
    assert (journey["application"]["productId"], further) == ("kontotyp-3", ["kontotyp-1"])


def test_numbers_are_masked_but_for_their_end_unless_the_token_may_read_them(lender: Lender) -> None:
    journey = journey_of(lender.system(Scope.JOURNEY_READ), "customer-open")
    assert journey["account"]["accountNumber"] == "*****001"


def test_what_did_not_change_is_not_sent_again(reader: System) -> None:
    path = f"{DETAILS}/demo-01"
    first = reader.get(path)
    again = reader.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-store"
