"""Thousands of requests made up from the document that describes the API, alone and in sequences that follow its
resources: no answer is a fault of ours, and none is outside of what the document says.

The same requests each time; `make soak` sends many more, and others each time.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import SystemRandom
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition, InvalidDefinition
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ivr.api.journey_operations import JOURNEY_OPERATIONS
from ivr.api.operations import OPERATIONS
from tests.api.conftest import Lender
from tests.api.guide import guide
from tests.properties import given

REQUESTS = int(os.environ.get("SOAK_REQUESTS", "2000"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ALONE = (
    *("list_offers", "get_offer", "list_applications"),
    *("get_own_customer_journey", "get_customer_journey", "search_customers", "check_available_credit"),
)
GUESSED = {"submit_code"}
"""A code is fulfilled by nobody who only makes it up."""
PLAYS = settings(
    max_examples=25,
    stateful_step_count=20,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Judge:
    """Counts answers by operation and status, and keeps what was wrong with them."""

    token: str
    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def ask(self, case: Case[Any]) -> None:
        """Whatever it is: a parameter that nobody knows is not refused, and takes nothing away."""
        self.judge(case, case.call(headers=self.headers), CHECKS)

    def judge(self, case: Case[Any], response: Response, checks: list[CheckFunction]) -> None:
        self.answers[f"{case.operation.definition.raw['operationId']} {response.status_code}"] += 1
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as failure:
            self.failures.extend(map(str, failure.exceptions))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def schema(app: Flask) -> BaseSchema:
    found = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app)
    guide(found.raw_schema)
    return found


def seeds() -> Iterator[int]:
    return count(SystemRandom().getrandbits(32) if "SOAK_REQUESTS" in os.environ else 0)


def test_random_requests(schema: BaseSchema, lender: Lender, capfd: pytest.CaptureFixture[str]) -> None:
    judge = Judge(lender.system(subject="demo-16").token)

    class Sequence(schema.as_state_machine()):  # type: ignore[misc] # made at run time
        def get_call_kwargs(self, case: Case[Any]) -> dict[str, Any]:  # noqa: ARG002 - the library's signature
            return {"headers": judge.headers}

        def validate_response(self, response: Response, case: Case[Any], **_: Any) -> None:
            judge.judge(case, response, [*CHECKS, negative_data_rejection])

    for each in seeds():
        seed(each)(settings(PLAYS)(given(_alone(schema))(judge.ask)))()
        with suppress(FlakyStrategyDefinition, InvalidDefinition):  # a play that the stored state has ended early
            run_state_machine_as_test(seed(each)(Sequence), settings=PLAYS)
        if judge.failures or judge.answers.total() >= REQUESTS:
            break
    with capfd.disabled():
        print(f"\n{judge.answers.total()} random requests: {dict(sorted(judge.answers.items()))}", file=sys.stderr)
    assert not judge.failures, "\n".join(judge.failures)
    fulfilled = {answer.split()[0] for answer in judge.answers if " 20" in answer}
    assert fulfilled == {operation.name for operation in (*OPERATIONS, *JOURNEY_OPERATIONS)} - GUESSED


def _alone(schema: BaseSchema) -> st.SearchStrategy[Case[Any]]:
    """One request; the other operations are reached in sequences."""
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    asked = [one for one in found if one.definition.raw["operationId"] in ALONE]
    return st.one_of([one.as_strategy(generation_mode=mode) for one in asked for mode in GenerationMode])
