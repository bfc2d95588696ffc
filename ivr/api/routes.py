"""The routes of the table, behind the guard."""

from collections.abc import Callable

from flask import Blueprint, Response

from ivr.api import problems
from ivr.api.auth import guard, requires
from ivr.api.office import ONBOARDING, Office
from ivr.api.operations import OPERATIONS, PLURAL, Operation
from ivr.api.problems import answer_problems
from ivr.api.rates import RequestRate, limit_requests
from ivr.api.tokens import Tokens
from ivr.api.visit import Visit


def blueprint(office: Office, tokens: Tokens, rate: RequestRate) -> Blueprint:
    api = Blueprint("onboarding", __name__)
    answer_problems(api, "/ledger/", problems.onboarding)
    guard(api, tokens)
    limit_requests(api, rate)
    for operation in OPERATIONS:
        view = requires(operation.scope)(_view(operation, office))
        for path in {operation.path, operation.path.replace(ONBOARDING, PLURAL)}:
            api.add_url_rule(rule(path), operation.name, view, methods=[operation.method])
    return api


def _view(operation: Operation, office: Office) -> Callable[..., Response]:
    """The names in its path are the visit's."""

    def view(**_named: str) -> Response:
        return operation.view(Visit.of(office))

    return view


def rule(path: str) -> str:
    return path.replace("{", "<").replace("}", ">")
