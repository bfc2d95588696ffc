"""What a stranger to the lender has to be told before requests can be made up from the API's document."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from tests.api.applicants import adults

APPLICANTS = (10_000, 10_200)  # of all adults; the first are those of other tests, who apply once
CUSTOMERS = ["demo-01", "demo-08", "demo-16", "nobody"]
LEDGER = {"ledgerNo": ["501"], "accountProfile": ["kontotyp-1", "kontotyp-3", "kontotyp-2", "kontotyp-9"]}
PLACES = LEDGER | {"customerRef": CUSTOMERS}
SAME = {name: f"$request.path.{name}" for name in LEDGER}
LAST_STEP = "$response.header.Location#regex:/([^/]+)$"
LINKS = [
    ("add_application", "201", "get_application", SAME | {"applicationId": LAST_STEP}),
    ("add_application", "201", "sign_agreement", SAME | {"applicationId": LAST_STEP}),
    ("sign_agreement", "201", "get_account", {"ledgerNo": "501", "accountNo": LAST_STEP}),
    ("begin_verification", "202", "submit_code", {"verificationId": "$response.body#/verificationId"}),
]
"""An operation, its status, the operation that follows, and where its parameters come from."""


def guide(document: Any) -> None:
    """Who can apply, what there is, what an answer leads to; and what would only take long to make up."""
    schemas = document["components"]["schemas"]
    schemas["PostedIdentifier"]["properties"]["value"] = {"enum": list(islice(adults(), *APPLICANTS))}
    schemas["PostedAddress"]["properties"]["countryCode"] = {"enum": ["SE", "NO"]}
    schemas["PostedApplication"]["properties"] |= {
        "cellPhone": {"enum": ["+46701740681", "+460701740681"]},
        "emailAddress": {"enum": ["test@testshop.se"]},
        "ipAddress": {"enum": ["1.1.1.1", "fe80::1/64", None]},
    }
    schemas["PostedKyc"]["properties"]["questions"]["maxItems"] = 2
    for said in chain(schemas["PostedQuestion"]["properties"].values(), schemas["PostedAnswer"]["properties"].values()):
        said.pop("pattern", None)
    schemas["CreditCheck"]["properties"]["customerRef"] = {"enum": CUSTOMERS}
    for parameter in chain(*(path["parameters"] for path in document["paths"].values())):
        if parameter["name"] in PLACES:
            parameter["schema"]["enum"] = PLACES[parameter["name"]]
    _link(document)


def _link(document: Any) -> None:
    named = {operation["operationId"]: operation for operation in _operations(document)}
    for operation, status, following, parameters in LINKS:
        links = named[operation]["responses"][status].setdefault("links", {})
        links[following] = {"operationId": following, "parameters": parameters}


def _operations(document: Any) -> Iterator[Any]:
    for path in document["paths"].values():
        yield from (operation for method, operation in path.items() if method != "parameters")
