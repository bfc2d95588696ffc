"""The examples of the published contracts, repaired where they are broken, by the operation that they are of."""

from decimal import Decimal
from typing import Any

from ivr.api import journey_examples

PATH = "/ledger/credit-account-onboarding/v1/501/offers"
PROFILE = "kontotyp-1"
REF = "1561561-54641515-56456"
TERMS = "https://www.payex.com/term-and-conditions/no/-----.pdf"
ACCOUNT = "https://api.payex.com/ledger/credit-account/v1/501/accounts/123456"

Json = dict[str, Any]


def _offer(profile: str, limit: str, operations: list[Json]) -> Json:
    return {
        "accountProfile": profile,
        "title": profile.replace("-", " "),
        "currency": "SEK",
        "maxCreditLimit": Decimal(limit),
        "interestFreePurchaseMonth": True,
        "monthlyAdminFee": Decimal("35.00"),
        "reminderFee": Decimal("35.00"),
        "interest": Decimal("35.00"),
        "termsAndConditions": {"standardEuropeeanAgreements": TERMS, "accountTerms": TERMS},
        "@id": f"{PATH}/{profile}",
        "operations": operations,
    }


def _question(code: str, text: str, answer_code: str, answer_text: str) -> Json:
    return {"code": code, "text": text, "answer": {"code": answer_code, "text": answer_text}}


APPLY = {"rel": "apply-for-account", "href": f"{PATH}/{PROFILE}/applications", "method": "POST"}
SIGN = {"rel": "sign-agreement", "href": f"{PATH}/{PROFILE}/applications/{REF}/sign-agreement", "method": "POST"}

OFFER = _offer(PROFILE, "50000.00", [APPLY])
NO_CREDIT = _offer("kontotyp-2", "0.00", [])

POSTED: Json = {
    "nationalConsumerIdentifier": {"value": "19101010-1010", "countryCode": "SE"},
    "creditLimit": Decimal("5000.00"),
    "customerNo": "951753456",
    "emailAddress": "test@testshop.se",
    "cellPhone": "+46701234456",
    "ipAddress": "1.1.1.1",
    "legalAddress": {
        "name": "John Smith",
        "streetAddress": "Teststreet",
        "city": "Testcity",
        "coAddress": "",
        "zipCode": "12345",
        "countryCode": "SE",
    },
    "kyc": {
        "questions": [
            _question("employment", "Vad är din sysselsättning?", "self-employed", "Egen företagare"),
            _question("employment-since", "Hur länge har du haft denna sysselsättning?", "2016-09", "2016-09"),
            _question("monthlyIncome", "Månadsinkomst före skatt", "10000.00", "10000"),
            _question(
                "monthlyPurchaseAmount",
                "Hur mycket kommer du genomsnitt att handla på ditt kort?",
                "3000.00",
                "3000",
            ),
            _question("monthlyNumberOfDeposits", "Hur många inbetalningar kommer du att göra per månad?", "1-2", "1-2"),
            _question(
                "IsPep",
                "Är du en person i politiskt utsatt ställning (PEP), det vill säga.....",
                "true",
                "Ja",
            ),
        ]
    },
}

APPLICATION: Json = POSTED | {
    "status": "AwaitingSign",
    "account": None,
    "@id": f"{PATH}/{PROFILE}/applications/{REF}",
    "parentHREF": f"{PATH}/{PROFILE}",
    "operations": [SIGN],
}
UNDER_WAY: Json = APPLICATION | {"status": "InitializedSigning", "operations": []}


def _page(items: list[Json], path: str) -> Json:
    view = {"@id": f"{path}?$top=2&$skip=0", "next": f"{path}?$top=2&$skip=2"}
    return {"operations": None, "items": items, "@id": path, "view": view}


def _amount(value: str) -> Json:
    return {"value": Decimal(value), "currencyCode": "SEK"}


ACCOUNT_RESOURCE: Json = {
    "accountNumber": "123456",
    "accountProfile": PROFILE,
    "status": "Open",
    "paymentDueDate": None,
    "creditLimits": [{"type": "account", "amount": _amount("5000.00")}],
    "availableCreditLimits": [{"type": "account", "amount": _amount("5000.00")}],
    "balances": {"total": _amount("0.00")},
    "dues": {"currentDue": _amount("0.00"), "totalArrears": _amount("0.00")},
    "@id": "/ledger/credit-account/v1/501/accounts/123456",
}

ANSWERS: dict[tuple[str, int], Json] = journey_examples.ANSWERS | {
    ("list_offers", 200): _page([OFFER, NO_CREDIT], PATH),
    ("get_offer", 200): OFFER,
    ("add_application", 201): APPLICATION,
    ("list_applications", 200): _page([APPLICATION, UNDER_WAY], f"{PATH}/{PROFILE}/applications"),
    ("get_application", 200): APPLICATION,
    ("sign_agreement", 201): {"createdAccount": ACCOUNT},
    ("sign_agreement", 202): UNDER_WAY,
    ("get_account", 200): ACCOUNT_RESOURCE,
}
"""By operation and status."""

BODIES: dict[str, Json] = journey_examples.BODIES | {"add_application": POSTED}

PATH_PARAMETERS = journey_examples.PATH_PARAMETERS | {
    **{"ledgerNo": "501", "accountProfile": PROFILE, "applicationId": REF, "accountNo": "123456"}
}
