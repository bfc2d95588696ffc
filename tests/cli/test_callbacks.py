"""`creditline callbacks`: who waits, masked; whose number was shown, to whom and why, is in the audit."""

import pytest
from sqlalchemy import select

from domain.call_backs import CallBack
from domain.identifiers import PhoneNumber
from domain.verification import Level
from ivr.cli.ledger import operator
from ivr.config import load_settings
from ivr.wiring import parts
from storage import demo, tables
from storage.unit_of_work import SqlTransactions
from tests.cli.conftest import Run
from tests.domain.line import NOON

NUMBER = "+46701740680"
WHY = "calling them now"


@pytest.fixture
def waiting(env: dict[str, str]) -> None:
    """One who is verified, one who is not."""
    shared = parts(load_settings(env))
    person = demo.PEOPLE["customer-open"].ref
    with SqlTransactions(shared.engine, shared.cipher, demo.LEDGER).begin() as work:
        for call, who, level in (("first", person, Level.VERIFIED), ("second", None, Level.NONE)):
            work.call_backs.add(
                CallBack(call, PhoneNumber(NUMBER), "general", "asked", "sv-SE", level, who, asked_at=NOON)
            )


@pytest.mark.usefixtures("waiting")
def test_open_ones_are_listed_with_masked_numbers(creditline: Run) -> None:
    head, *lines = creditline("callbacks", "list").stdout.splitlines()
    assert head.split()[0] == "id"
    assert [line.split()[0] for line in lines] == ["first", "second"]
    assert [line.split()[-1] for line in lines] == ["+46***", "+46***"]


@pytest.mark.usefixtures("waiting")
def test_whoever_wants_the_numbers_says_why_and_that_is_in_the_audit(creditline: Run, env: dict[str, str]) -> None:
    shown = creditline("callbacks", "list", "--reveal", WHY).stdout
    assert shown.count(NUMBER) == 2
    with parts(load_settings(env)).engine.connect() as connection:
        rows = connection.execute(select(tables.audit)).all()
    assert {(row.person, row.facts, row.asked_by) for row in rows} == {
        (who, "phone-number", f"{operator()}: {WHY}") for who in (demo.PEOPLE["customer-open"].ref, "unknown")
    }


@pytest.mark.parametrize("why", ["", "  ", "x" * 81])
@pytest.mark.usefixtures("waiting")
def test_no_reason_is_no_reason(creditline: Run, why: str) -> None:
    refused = creditline("callbacks", "list", "--reveal", why)
    assert refused.exit_code == 2
    assert NUMBER not in refused.output


@pytest.mark.usefixtures("waiting")
def test_a_call_back_that_is_done_is_listed_no_more(creditline: Run) -> None:
    assert creditline("callbacks", "done", "first").exit_code == 0
    assert [line.split()[0] for line in creditline("callbacks", "list").stdout.splitlines()[1:]] == ["second"]
    again = creditline("callbacks", "done", "first")
    assert (again.exit_code, "no open call-back first" in again.stderr) == (1, True)
