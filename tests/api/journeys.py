"""The customer journey API as the tests ask it."""

from typing import Any

from werkzeug.test import TestResponse

from tests.api.conftest import System, json_of

ROOT = "/customer-journey"
DETAILS = f"{ROOT}/customer-journey-details"
SEARCH = f"{ROOT}/customers/search"
CHECKS = f"{ROOT}/available-credit-checks"
VERIFICATIONS = f"{ROOT}/verifications"


def problem_in(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a problem in the form of RFC 9457."""
    body = json_of(answer)
    assert answer.mimetype == "application/problem+json", answer.text
    listed = {"problems"} if answer.status_code == 400 else set()
    assert set(body) == {"type", "title", "status", "detail", "instance"} | listed
    assert (int(body["status"]), answer.headers["Cache-Control"]) == (answer.status_code, "no-store")
    assert body["instance"].startswith("urn:uuid:")
    return answer.status_code, body["type"].rpartition(":")[2]


def faults_at(answer: TestResponse) -> dict[str, str]:
    """Of a validation problem, by JSON pointer."""
    assert problem_in(answer) == (400, "validation")
    return {one["pointer"]: one["detail"] for one in json_of(answer)["problems"]}


def searched(system: System, **wanted: str) -> list[Any]:
    answer = system.post(SEARCH, {"filter": wanted})
    assert answer.status_code == 200, answer.text
    listed: list[Any] = json_of(answer)["values"]
    return listed


def begun(system: System, **who: str) -> str:
    """The id of a verification."""
    answer = system.post(VERIFICATIONS, who)
    assert answer.status_code == 202, answer.text
    return str(json_of(answer)["verificationId"])


def bring(system: System, verification: str, code: str) -> TestResponse:
    return system.post(f"{VERIFICATIONS}/{verification}/code", {"code": code})
