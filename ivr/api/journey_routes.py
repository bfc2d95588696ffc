"""The routes of the customer journey API, behind the guard: its tokens say which ledger is meant."""

from collections.abc import Callable

from flask import Blueprint, Response

from ivr.api import problems
from ivr.api.auth import guard, requires_any
from ivr.api.journey_office import JOURNEY, JourneyOffice, JourneyVisit
from ivr.api.journey_operations import JOURNEY_OPERATIONS
from ivr.api.operations import Operation
from ivr.api.problems import answer_problems
from ivr.api.rates import RequestRate, limit_requests
from ivr.api.routes import rule


def blueprint(office: JourneyOffice, rate: RequestRate) -> Blueprint:
    api = Blueprint("customer_journey", __name__)
    answer_problems(api, f"{JOURNEY}/", problems.customer_journey)
    guard(api, office.tokens, names_ledger=False)
    limit_requests(api, rate)
    for operation in JOURNEY_OPERATIONS:
        view = requires_any(*operation.scopes)(_view(operation, office))
        api.add_url_rule(rule(operation.path), operation.name, view, methods=[operation.method])
    return api


def _view(operation: Operation, office: JourneyOffice) -> Callable[..., Response]:
    """The names in its path are the visit's."""

    def view(**_named: str) -> Response:
        return operation.view(JourneyVisit.of(office))

    return view
