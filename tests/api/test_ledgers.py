"""Two lenders in one service: of the other's ledger nothing is seen, and nothing is changed."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import text

from ivr import wiring
from ivr.api.operations import OPERATIONS, Operation
from ivr.api.tokens import Scope
from ivr.config import Settings
from tests.api.applicants import from_somebody
from tests.api.conftest import Lender, System, json_of

PLACES = {
    "ledgerNo": "501",
    "accountProfile": "kontotyp-1",
    "applicationId": "demo-08-kontotyp-1",
    "accountNo": "50100001",
}

SCOPES = {
    "list_offers": "onboarding:read",
    "get_offer": "onboarding:read",
    "add_application": "onboarding:write",
    "list_applications": "onboarding:read",
    "get_application": "onboarding:read",
    "sign_agreement": "onboarding:sign",
    "get_account": "accounts:read",
}


def rows(settings: Settings) -> dict[str, int]:
    """Of every table."""
    with wiring.parts(settings).engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608 - names of our own tables


def address(operation: Operation, **other: str) -> str:
    return operation.path.format(**PLACES | other)


def ask(system: System, operation: Operation, path: str, number: str) -> tuple[int, str]:
    posted = from_somebody(number) if operation.body else None
    answer = system.get(path) if operation.method == "GET" else system.post(path, posted)
    return answer.status_code, answer.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_token_of_another_ledger_is_none_here(
    operation: Operation, lender: Lender, settings: Settings, people: Iterator[str]
) -> None:
    before = rows(settings)
    status, answer = ask(lender.system(ledger=502), operation, address(operation), next(people))
    assert status == 401
    assert "501" not in answer
    assert rows(settings) == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_token_finds_in_its_own_ledger_nothing_of_the_other(
    operation: Operation, lender: Lender, settings: Settings, people: Iterator[str]
) -> None:
    before = rows(settings)
    status, answer = ask(lender.system(ledger=502), operation, address(operation, ledgerNo="502"), next(people))
    assert status == (200 if operation.name == "list_offers" else 404)
    assert "kontotyp" not in answer
    assert rows(settings) == before


@pytest.mark.parametrize(("operation", "scope"), list(product(OPERATIONS, Scope)))
def test_each_operation_takes_its_scope_and_no_other(
    operation: Operation, scope: Scope, lender: Lender, people: Iterator[str]
) -> None:
    path = address(operation, accountProfile="kontotyp-2", applicationId="none")
    status, answer = ask(lender.system(scope), operation, path, next(people))
    assert (status == 403) is (scope != SCOPES[operation.name]), answer


@pytest.mark.parametrize("ledger", ["0501", "501.0", "five", "%35%30%31%20", "-501"])
def test_a_ledger_has_one_spelling(ledger: str, lender: Lender) -> None:
    assert lender.system().get(address(OPERATIONS[0], ledgerNo=ledger)).status_code == 401


def test_nobody_without_a_token_gets_in(lender: Lender) -> None:
    for operation in OPERATIONS:
        answer = lender.web.open(address(operation), method=operation.method)
        assert answer.status_code == 401
        assert json_of(answer)["Type"].endswith(".unauthorized")
