"""Problems in exactly the shape of the published contract, and nothing of what went wrong inside."""

import json
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import structlog
from flask import Blueprint, Flask, request
from structlog.testing import capture_logs
from werkzeug.exceptions import BadGateway, BadRequest, Conflict, Gone, TooManyRequests
from werkzeug.test import TestResponse

from domain.errors import Unavailable
from ivr.api.catalogue import CATALOGUE, Code
from ivr.api.problems import Problem, answer_problems, onboarding
from ivr.app import LARGEST_BODY, create_app

PREFIX = "ledger.credit-account-onboarding."
ROOT = "/ledger/credit-account-onboarding/v1/501"
CANARY = "SELECT * FROM people WHERE national_number = '198507099805' -- /srv/creditline/storage/people.py"

# The codes and statuses of the contract's own table, and of what the service adds to it.
STATUSES = {
    **{"validation": 400, "unauthorized": 401, "forbidden": 403, "not-found": 404, "method-not-allowed": 405},
    **{"customer-not-found": 404, "code-not-accepted": 422, "verification-over": 422},
    **{"account-profile-exists": 409, "not-signable": 409, "too-large": 413, "unsupported-media-type": 415},
    **{"idempotency-mismatch": 422, "rate-limited": 429, "internal": 500, "unavailable": 503},
}


@pytest.fixture(autouse=True)
def _unconfigured() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def api(error: Exception | None = None) -> Flask:
    """One view, which fails with `error` or reads a body."""
    part = Blueprint("part", __name__, url_prefix="/ledger/credit-account-onboarding")
    answer_problems(part, "/ledger/credit-account-onboarding", onboarding)

    @part.post("/v1/<int:ledgerNo>/offers")
    def offers(ledgerNo: int) -> dict[str, object]:  # noqa: N803 - the contract's spelling
        if error:
            raise error
        return {"ledger": ledgerNo, "body": request.json}

    return create_app([part])


def failed(error: Exception) -> TestResponse:
    return api(error).test_client().post(f"{ROOT}/offers", json={})


def test_the_example_of_the_contract_comes_out_letter_by_letter() -> None:
    faults = [
        ("CellPhone", "The CellPhone field is required."),
        ("EmailAddress", "The EmailAddress field is required."),
        ("LegalAddress.Name", "The Name field is required."),
    ]
    answer = failed(Problem(Code.VALIDATION, faults=faults))
    body = json.loads(answer.text)
    UUID(body["Instance"], version=4)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert list(body.items()) == [
        ("Type", "ledger.credit-account-onboarding.validation"),
        ("Title", "A validation error occurred"),
        ("Status", 400),
        ("Instance", body["Instance"]),
        (
            "Detail",
            "A validation error occurred. Please fix the problems mentioned in the 'problems' property below.",
        ),
        (
            "Problems",
            [
                {"CellPhone": "The CellPhone field is required."},
                {"EmailAddress": "The EmailAddress field is required."},
                {"LegalAddress.Name": "The Name field is required."},
            ],
        ),
    ]


def test_problems_have_the_codes_of_the_contract_and_no_other() -> None:
    assert {str(code): int(entry.status) for code, entry in CATALOGUE.items()} == STATUSES


@pytest.mark.parametrize("code", Code)
def test_every_problem_has_the_five_keys_and_validation_alone_a_list(code: Code) -> None:
    answer = failed(Problem(code, faults=[("CustomerNo", "The CustomerNo field is required.")]))
    body = answer.get_json()
    listed = ["Problems"] if code == "validation" else []
    assert list(json.loads(answer.text)) == ["Type", "Title", "Status", "Instance", "Detail", *listed]
    assert (body["Type"], body["Status"], answer.status_code) == (PREFIX + code, STATUSES[code], STATUSES[code])
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("code", ["rate-limited", "unavailable"])
def test_who_shall_come_again_is_told_when(code: str) -> None:
    assert int(failed(Problem(Code(code))).headers["Retry-After"]) > 0
    assert failed(Problem(Code(code), headers={"Retry-After": "17"})).headers["Retry-After"] == "17"


ERRORS: dict[str, tuple[Exception, str]] = {
    "a fault of the program": (KeyError(CANARY), "internal"),
    "a fault with a cause": (ValueError(CANARY), "internal"),
    "a store that does not answer": (Unavailable(CANARY), "unavailable"),
    "a refusal of the framework": (BadRequest(CANARY), "validation"),
    "one that the catalogue does not know": (Gone(CANARY), "validation"),
    "a conflict of the framework, which has none of ours": (Conflict(CANARY), "validation"),
    "a limit": (TooManyRequests(CANARY, retry_after=9), "rate-limited"),
    "a fault of the framework": (BadGateway(CANARY), "internal"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_whatever_is_raised_its_text_stays_inside(error: str) -> None:
    raised, code = ERRORS[error]
    with capture_logs() as lines:
        answer = failed(raised)
    assert (answer.get_json()["Type"], answer.status_code) == (PREFIX + code, STATUSES[code])
    seen = f"{answer.text}{answer.headers}{lines}"
    assert not any(word in seen for word in (*CANARY.split(), "Traceback", ".py"))


def test_the_time_to_wait_is_kept_from_the_framework() -> None:
    assert failed(TooManyRequests(retry_after=9)).headers["Retry-After"] == "9"


def test_the_instance_that_a_client_quotes_is_in_the_log() -> None:
    with capture_logs() as lines:
        body = failed(LookupError(CANARY)).get_json()
    [line] = [line for line in lines if line["event"] == "problem"]
    assert (line["instance"], line["status"]) == (body["Instance"], 500)
    assert (line["route"], line["error"]) == ("part.offers", "LookupError")


def test_no_two_problems_share_an_instance() -> None:
    assert len({failed(KeyError()).get_json()["Instance"] for _ in range(20)}) == 20


Asked = Callable[[], TestResponse]
REQUESTS: dict[str, tuple[Asked, str]] = {
    "a path without a route": (lambda: api().test_client().get(f"{ROOT}/nothing"), "not-found"),
    "a ledger that is no number": (lambda: api().test_client().post(f"{ROOT}x/offers"), "not-found"),
    "a method that is not there": (lambda: api().test_client().delete(f"{ROOT}/offers"), "method-not-allowed"),
    "a body that is no JSON": (
        lambda: api().test_client().post(f"{ROOT}/offers", data="{", content_type="application/json"),
        "validation",
    ),
    "a body of another type": (
        lambda: api().test_client().post(f"{ROOT}/offers", data="<a/>", content_type="application/xml"),
        "unsupported-media-type",
    ),
    "a body that is too large": (
        lambda: api().test_client().post(f"{ROOT}/offers", json="x" * LARGEST_BODY),
        "too-large",
    ),
}


@pytest.mark.parametrize("asked", REQUESTS)
def test_what_the_framework_refuses_is_a_problem_too(asked: str) -> None:
    ask, code = REQUESTS[asked]
    with capture_logs() as lines:
        answer = ask()
    body = answer.get_json()
    assert (body["Type"], body["Status"], answer.status_code) == (PREFIX + code, STATUSES[code], STATUSES[code])
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("application/problem+json", "no-store")
    assert [line["instance"] for line in lines if line["event"] == "problem"] == [body["Instance"]]


def test_a_method_that_is_not_there_names_those_that_are() -> None:
    """RFC 9110, 15.5.6."""
    allowed = api().test_client().delete(f"{ROOT}/offers").headers["Allow"]
    assert set(allowed.split(", ")) == {"OPTIONS", "POST"}


def test_what_is_outside_of_the_api_answers_as_before() -> None:
    answer = api().test_client().get("/elsewhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_a_request_that_works_is_left_alone() -> None:
    answer = api().test_client().post(f"{ROOT}/offers", json={"a": 1})
    assert answer.json == {"ledger": 501, "body": {"a": 1}}
