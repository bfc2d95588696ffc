"""What goes wrong in an API, as its clients read it: a fixed catalogue, an id to quote, and never the text of an
exception.

A family of problems is a function from (problem, instance) to a body; `onboarding` has the keys of the published
contract of credit-account-onboarding, and serves credit accounts too; `customer_journey` has those of RFC 9457.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from domain.errors import Unavailable
from ivr.api.auth import is_admitted
from ivr.api.catalogue import CATALOGUE, OF_JOURNEY, OF_ONBOARDING, Code
from ivr.api.tokens import Forbidden, Unauthorized
from ivr.logs import log_event, log_refusal

MEDIA_TYPE = "application/problem+json"
ONBOARDING = "ledger.credit-account-onboarding."
JOURNEY = "urn:problem-type:creditline:"
RETRY_AFTER = 5  # seconds; what does not answer now is looked for again sooner than that
CHALLENGE = 'Bearer realm="creditline"'
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")  # of the framework's own refusals
RETRIED = (Code.RATE_LIMITED, Code.UNAVAILABLE)
OF_THE_FRAMEWORK: dict[int, Code] = {
    CATALOGUE[code].status: code for code in Code if code not in OF_ONBOARDING | OF_JOURNEY
}


class Problem(Exception):
    """What a view raises. `faults` of a validation problem are (parameter as the contract names it, sentence)."""

    def __init__(
        self, code: Code, *, faults: Sequence[tuple[str, str]] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.faults = faults
        self.headers = dict(headers or {})


Family = Callable[[Problem, str], dict[str, Any]]


def onboarding(problem: Problem, instance: str) -> dict[str, Any]:
    """In the keys, and in the order, of the contract's example; a validation problem alone lists its faults."""
    entry = CATALOGUE[problem.code]
    body: dict[str, Any] = {
        "Type": f"{ONBOARDING}{problem.code}",
        "Title": entry.title,
        "Status": int(entry.status),
        "Instance": instance,
        "Detail": entry.detail,
    }
    listed = [{parameter: sentence} for parameter, sentence in problem.faults]
    return body | ({"Problems": listed} if problem.code is Code.VALIDATION else {})


def customer_journey(problem: Problem, instance: str) -> dict[str, Any]:
    """As RFC 9457 has it, a validation problem with the list of its faults."""
    entry = CATALOGUE[problem.code]
    body: dict[str, Any] = {
        "type": f"{JOURNEY}{problem.code}",
        "title": entry.title,
        "status": int(entry.status),
        "detail": entry.detail,
        "instance": f"urn:uuid:{instance}",
    }
    listed = [{"pointer": _pointer(parameter), "detail": sentence} for parameter, sentence in problem.faults]
    return body | ({"problems": listed} if problem.code is Code.VALIDATION else {})


def answer_problems(api: Blueprint, prefix: str, family: Family) -> None:
    """Whatever goes wrong in `api`, or under `prefix` where no route is, answers as a problem of `family`."""

    def answer(error: Exception) -> Response:
        return _answer(error, family)

    def without_route(said: Response) -> Response:
        """No blueprint is asked about a path or a method that has no route: what the application says becomes ours."""
        refusal = request.routing_exception
        if isinstance(refusal, NotFound | MethodNotAllowed) and request.path.startswith(prefix):
            said.data, said.mimetype = answer(refusal).data, MEDIA_TYPE
        return said

    api.register_error_handler(Exception, answer)
    api.after_app_request(without_route)


def _pointer(parameter: str) -> str:
    """`Filter.PhoneNumber` as a JSON pointer into the body (RFC 6901, section 6)."""
    steps = re.findall(r"[^.\[\]]+", parameter)
    return "#" + "".join(f"/{step[:1].lower()}{step[1:]}" for step in steps if parameter != "Body")


def _answer(error: Exception, family: Family) -> Response:
    problem, instance = problem_of(error), str(uuid4())
    status = int(CATALOGUE[problem.code].status)
    kind = type(error).__name__
    log = log_refusal if status < HTTPStatus.INTERNAL_SERVER_ERROR and not is_admitted() else log_event
    log("problem", reason=problem.code, instance=instance, status=status, route=request.endpoint, error=kind)
    waits = {"Retry-After": str(RETRY_AFTER)} if problem.code in RETRIED else {}
    body = json.dumps(family(problem, instance))
    return Response(body, status, waits | problem.headers, mimetype=MEDIA_TYPE)


@singledispatch
def problem_of(_error: Exception) -> Problem:
    """What a client is told of an error; of one that nobody expected, nothing but that it is ours."""
    return Problem(Code.INTERNAL)


@problem_of.register
def _(problem: Problem) -> Problem:
    return problem


@problem_of.register
def _(_fault: Unavailable) -> Problem:
    return Problem(Code.UNAVAILABLE)


@problem_of.register
def _(refusal: Unauthorized) -> Problem:
    """RFC 6750, 3.1: who brought nothing is not told of an error."""
    challenge = CHALLENGE if refusal.is_missing else f'{CHALLENGE}, error="invalid_token"'
    return Problem(Code.UNAUTHORIZED, headers={"WWW-Authenticate": challenge})


@problem_of.register
def _(refusal: Forbidden) -> Problem:
    challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(sorted(refusal.needed))}"'
    return Problem(Code.FORBIDDEN, headers={"WWW-Authenticate": challenge})


@problem_of.register
def _(refusal: HTTPException) -> Problem:
    """The framework's own refusals. One that the catalogue does not know is the client's if its status says so."""
    status = refusal.code or HTTPStatus.INTERNAL_SERVER_ERROR
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code = OF_THE_FRAMEWORK.get(status, Code.INTERNAL if is_ours else Code.VALIDATION)
    told = refusal.get_response().headers
    headers = {name: told[name] for name in KEPT if name in told}
    return Problem(code, faults=[("Request", "The request could not be read.")], headers=headers)
