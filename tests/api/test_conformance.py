"""Thousands of requests made up from the document that describes the API, in sequences that follow its resources.

No answer is a fault of ours, and none is outside of what the document says. The same requests each time; `make soak`
sends many more, and others each time.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, count, islice
from random import SystemRandom
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition, InvalidDefinition
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ivr.api.operations import OPERATIONS
from tests.api.applicants import adults
from tests.api.conftest import Lender

REQUESTS = int(os.environ.get("SOAK_REQUESTS", "2000"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
PLAYS = settings(
    max_examples=20,
    stateful_step_count=20,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PLACES = {"ledgerNo": ["501"], "accountProfile": ["kontotyp-1", "kontotyp-3", "kontotyp-2", "kontotyp-9"]}
SAME = {name: f"$request.path.{name}" for name in PLACES}
LAST_STEP = "$response.header.Location#regex:/([^/]+)$"
LINKS = [
    ("list_offers", "200", "get_offer", SAME | {"accountProfile": "$response.body#/items/0/accountProfile"}),
    ("get_offer", "200", "list_applications", SAME),
    ("get_offer", "200", "add_application", SAME),
    ("add_application", "201", "get_application", SAME | {"applicationId": LAST_STEP}),
    ("add_application", "201", "sign_agreement", SAME | {"applicationId": LAST_STEP}),
    ("sign_agreement", "201", "get_account", {"ledgerNo": "501", "accountNo": LAST_STEP}),
]


def guided(document: Any) -> Any:
    """The document with what JSON Schema cannot say: who can apply, what there is, and what an answer leads to."""
    schemas, paths = document["components"]["schemas"], document["paths"]
    posted = schemas["PostedApplication"]["properties"]
    schemas["PostedIdentifier"]["properties"]["value"] = {"enum": list(islice(adults(), 200))}
    schemas["PostedAddress"]["properties"]["countryCode"] = {"enum": ["SE", "NO"]}
    posted["emailAddress"] = {"enum": ["test@testshop.se"]}
    posted["ipAddress"] = {"enum": ["1.1.1.1", "fe80::1/64", None]}
    for parameter in chain(*(path["parameters"] for path in paths.values())):
        if parameter["name"] in PLACES:
            parameter["schema"]["enum"] = PLACES[parameter["name"]]
    schemas["PostedKyc"]["properties"]["questions"]["maxItems"] = 2  # more take long to make up
    for operation, status, following, parameters in LINKS:
        answer = next(one for one in operations(document) if one["operationId"] == operation)["responses"][status]
        answer.setdefault("links", {})[following] = {"operationId": following, "parameters": parameters}
    return document


def operations(document: Any) -> Iterator[Any]:
    for path in document["paths"].values():
        yield from (described for method, described in path.items() if method != "parameters")


def seeds() -> Iterator[int]:
    return count(SystemRandom().getrandbits(32) if "SOAK_REQUESTS" in os.environ else 0)


def test_random_requests(app: Flask, lender: Lender, capfd: pytest.CaptureFixture[str]) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app)
    guided(schema.raw_schema)
    token, answers, failures = lender.system().token, Counter[str](), list[str]()

    class Requests(schema.as_state_machine()):  # type: ignore[misc] # made at run time
        def get_call_kwargs(self, case: Case[Any]) -> dict[str, Any]:  # noqa: ARG002 - the library's
            return {"headers": {"Authorization": f"Bearer {token}"}}

        def validate_response(self, response: Response, case: Case[Any], **_: Any) -> None:
            answers[f"{case.operation.definition.raw['operationId']} {response.status_code}"] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except FailureGroup as failure:
                failures.extend(map(str, failure.exceptions))

    each = seeds()
    while answers.total() < REQUESTS and not failures:
        with suppress(FlakyStrategyDefinition, InvalidDefinition):  # a play that the stored state has ended early
            run_state_machine_as_test(seed(next(each))(Requests), settings=PLAYS)
    assert not failures, "\n".join(failures)
    with capfd.disabled():
        print(f"\n{answers.total()} random requests: {dict(sorted(answers.items()))}", file=sys.stderr)
    assert {answer.split()[0] for answer in answers if " 20" in answer} == {each.name for each in OPERATIONS}
