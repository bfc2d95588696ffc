"""Examples of the customer journey API: somebody like those of the demo, with everything that can be told."""

from decimal import Decimal
from typing import Any

Json = dict[str, Any]

VERIFICATION = "6f0d3f0e-6f3b-4c37-9f65-6f1d2b8f8f42"
SIGNING = "/ledger/credit-account-onboarding/v1/501/offers/kontotyp-3/applications/demo-16-kontotyp-3/sign-agreement"


def _amount(value: str) -> Json:
    return {"value": Decimal(value), "currencyCode": "SEK"}


def _limits(account: str, cash: str) -> list[Json]:
    return [{"type": "account", "amount": _amount(account)}, {"type": "cash", "amount": _amount(cash)}]


ACCOUNT: Json = {
    "accountNumber": "*****016",
    "productId": "kontotyp-1",
    "status": "Open",
    "paymentDueDate": "2026-11-28",
    "creditLimits": _limits("25000.00", "5000.00"),
    "availableCreditLimits": _limits("18300.00", "5000.00"),
    "balances": {
        "total": _amount("6700.00"),
        "pendingCredits": _amount("0.00"),
        "pendingDebits": _amount("249.00"),
        "previousBillingPeriod": _amount("7035.00"),
    },
    "dues": {
        "currentDue": _amount("335.00"),
        "requestedPayment": _amount("335.00"),
        "recommendedExtraPayment": _amount("165.00"),
        "totalArrears": _amount("120.00"),
    },
    "arrears": [{"bucket": "1-30", "amount": _amount("120.00")}],
    "lastPayments": [{"date": "2026-10-28", "amount": _amount("335.00")}],
    "registered": True,
    "asOf": "2026-11-20T04:00:00+00:00",
}
APPLICATION: Json = {
    "id": "demo-16-kontotyp-3",
    "productId": "kontotyp-3",
    "state": "AwaitingSign",
    "creditLimit": _amount("20000.00"),
    "interestRates": [
        {"type": "AER", "rate": Decimal("41.20")},
        {"type": "APR", "rate": Decimal("46.30")},
        {"type": "SAR", "rate": Decimal("35.00")},
    ],
    "kycStatus": "authenticated",
    "registered": True,
    "operations": [{"rel": "sign-agreement", "href": SIGNING, "method": "POST"}],
}
JOURNEY: Json = {
    "customerRef": "demo-16",
    "userType": "customer",
    "account": ACCOUNT,
    "application": APPLICATION,
    "furtherAccounts": [],
    "furtherApplications": [],
}

ANSWERS: dict[tuple[str, int], Json] = {
    ("get_own_customer_journey", 200): JOURNEY,
    ("get_customer_journey", 200): JOURNEY,
    ("search_customers", 200): {"values": [{"customerRef": "demo-16", "status": "customer"}]},
    ("check_available_credit", 200): {"sufficient": True},
    ("begin_verification", 202): {"verificationId": VERIFICATION},
    ("submit_code", 201): {
        "accessToken": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkZW1vLTE2In0.c2lnbmF0dXJl",
        "expiresIn": 600,
    },
}
"""By operation and status."""

BODIES: dict[str, Json] = {
    "search_customers": {"filter": {"accountNumber": "50100016", "phoneNumber": "+46701740620"}},
    "check_available_credit": {"customerRef": "demo-16", "amount": _amount("1499.00"), "type": "account"},
    "begin_verification": {"nationalNumber": "198108159941"},
    "submit_code": {"code": "482913"},
}

PATH_PARAMETERS = {"customerRef": "demo-16", "verificationId": VERIFICATION}
