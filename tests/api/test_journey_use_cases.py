"""The three use cases of the customer journey, as an integrator writes them: with the OpenAPI document and the README,
against a running service."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.api.applicants import from_somebody
from tests.service import WEB, Service, run, until

OWN_PHONE, APPLICANTS_PHONE = "+46701740605", "+46701740690"
APPLICANTS_NUMBER = "19531224-9013"


@dataclass(frozen=True)
class Api:
    """A client made from the document: operations by their id."""

    client: httpx.Client
    document: Any

    def call(self, operation: str, token: str, body: object = None, **named: str) -> httpx.Response:
        path, method = next(
            (path, method)
            for path, item in self.document["paths"].items()
            for method, described in item.items()
            if method != "parameters" and described["operationId"] == operation
        )
        return self.follow(method, path.format(**named), token, body)

    def follow(self, method: str, href: str, token: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.request(method, href, headers=headers, json=body)


@pytest.fixture(scope="module")
def api(service: Service) -> Iterator[Api]:
    with httpx.Client(base_url=service.url, timeout=10) as client:
        yield Api(client, client.get("/openapi/openapi.json").json())


@pytest.fixture
def token(service: Service) -> Callable[..., str]:
    """From the command, as the README says."""

    def issued(*scopes: str) -> str:
        words = [word for scope in scopes for word in ("--scope", scope)]
        return run("token", "--ledger", "501", *words, env=service.env).stdout.strip()

    return issued


@pytest.fixture
def texted(service: Service) -> Callable[[str, int], str]:
    """The code in the newest text to a number, once there are more than `before`."""

    def code(phone: str, before: int) -> str:
        until(lambda: len(messages(service, phone)) > before)
        found = re.search(r"(?<!\d)\d{6}(?!\d)", messages(service, phone)[0]["text"])
        assert found
        return found[0]

    return code


def messages(service: Service, phone: str) -> Any:
    return WEB.get(f"{service.url}/phone/messages", params={"to": phone}).json()


def kronor(value: int) -> Any:
    return {"value": value, "currencyCode": "SEK"}


def test_1_credit_before_an_order(api: Api, token: Callable[..., str]) -> None:
    """The shop knows the customer's account, asks about this purchase, and hears yes or no."""
    searching, reading = token("journey:search"), token("journey:read")
    found = api.call("search_customers", searching, {"filter": {"accountNumber": "50100001"}}).json()
    (customer,) = found["values"]
    assert customer["status"] == "customer"

    def is_enough(value: int) -> Any:
        purchase = {"customerRef": customer["customerRef"], "amount": kronor(value), "type": "account"}
        return api.call("check_available_credit", reading, purchase).json()

    assert is_enough(37_654) == {"sufficient": True}
    assert is_enough(37_655) == {"sufficient": False}


def test_1_with_the_customers_own_token(
    api: Api, service: Service, token: Callable[..., str], texted: Callable[[str, int], str]
) -> None:
    """The website lets the customer prove who they are, and holds no token that reads anybody else."""
    website, before = token("journey:verify"), len(messages(service, OWN_PHONE))
    begun = api.call("begin_verification", website, {"nationalNumber": "198507099805"})
    assert begun.status_code == 202
    code = texted(OWN_PHONE, before)
    brought = api.call("submit_code", website, {"code": code}, verificationId=begun.json()["verificationId"])
    assert (brought.status_code, brought.json()["expiresIn"]) == (201, 600)
    purchase = {"amount": kronor(1_499), "type": "account"}
    own = brought.json()["accessToken"]
    assert api.call("check_available_credit", own, purchase).json() == {"sufficient": True}
    assert api.call("get_own_customer_journey", own).json()["userType"] == "customer"


@pytest.mark.parametrize(
    ("phone", "heard"),
    [
        (OWN_PHONE, ("customer", "Open")),
        ("+46701740612", ("applicant", "AwaitingSign")),
        ("+46701740608", ("customer", "ChargeOff")),
        ("+46701740699", ("unknown", "")),
    ],
)
def test_2_the_front_of_another_phone_line(
    phone: str, heard: tuple[str, str], api: Api, token: Callable[..., str]
) -> None:
    """Search for the person, take the customer reference, ask for the journey: applicant, customer or unknown."""
    service_token = token("journey:search", "journey:read")
    found = api.call("search_customers", service_token, {"filter": {"phoneNumber": phone}}).json()["values"]
    assert told(api, service_token, found) == heard


def told(api: Api, service_token: str, found: list[Any]) -> tuple[str, str]:
    """What kind of caller it is, and the state that decides where the call goes."""
    if not found:
        return "unknown", ""
    answer = api.call("get_customer_journey", service_token, customerRef=found[0]["customerRef"])
    if answer.status_code == 404 and answer.json()["type"].endswith("customer-not-found"):
        return "unknown", ""
    assert answer.status_code == 200, "a fault, which says nothing about the caller"
    journey = answer.json()
    if journey["userType"] == "customer":
        return "customer", journey["account"]["status"]
    return "applicant", journey["application"]["state"]


def test_3_an_applicant_takes_it_up_where_it_was_left(
    api: Api, service: Service, token: Callable[..., str], texted: Callable[[str, int], str]
) -> None:
    """The answer carries the operation that takes the application on."""
    applied = from_somebody(APPLICANTS_NUMBER, cellPhone=APPLICANTS_PHONE)
    place = {"ledgerNo": "501", "accountProfile": "kontotyp-1"}
    posted = api.call("add_application", token("onboarding:write"), as_json(applied), **place)
    assert posted.status_code == 201, posted.text

    website, before = token("journey:verify"), len(messages(service, APPLICANTS_PHONE))
    begun = api.call("begin_verification", website, {"nationalNumber": APPLICANTS_NUMBER}).json()
    code = texted(APPLICANTS_PHONE, before)
    own = api.call("submit_code", website, {"code": code}, verificationId=begun["verificationId"]).json()
    journey = api.call("get_own_customer_journey", own["accessToken"]).json()
    assert (journey["userType"], journey["application"]["state"]) == ("applicant", "AwaitingSign")
    (operation,) = journey["application"]["operations"]
    assert operation["rel"] == "sign-agreement"

    signed = api.follow(operation["method"], operation["href"], token("onboarding:sign"))
    assert signed.status_code == 201
    after = api.call("get_own_customer_journey", own["accessToken"]).json()
    assert (after["userType"], after["account"]["status"], after["application"]) == ("customer", "Open", None)


def as_json(posted: Any) -> Any:
    return json.loads(json.dumps(posted, default=float))
