"""`creditline applications`: what an operator sees and decides."""

import os
import pwd
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from ivr.config import load_settings
from ivr.wiring import parts
from storage import demo, tables
from storage.engine import writing
from storage.unit_of_work import SqlTransactions
from tests.cli.conftest import Run
from tests.domain.line import NOON

READY, UNCHECKED, REJECTED = (
    f"{demo.PEOPLE[key].ref}-kontotyp-1" for key in ("applicant-ready", "applicant-kyc", "applicant-rejected")
)


def test_all_are_listed_or_those_of_one_status(creditline: Run) -> None:
    head, *lines = creditline("applications", "list").stdout.splitlines()
    assert head.split()[:2] == ["id", "profile"]
    assert {line.split()[0] for line in lines} == {application.ref for application in demo.applications(NOON)}
    rejected = creditline("applications", "list", "--status", "Rejected").stdout.splitlines()[1:]
    assert [line.split()[0] for line in rejected] == [REJECTED]
    assert "20,000.00 SEK" in rejected[0]


def test_an_application_is_shown_without_who_applied(creditline: Run) -> None:
    shown = creditline("applications", "show", READY).stdout
    person = demo.PEOPLE["applicant-ready"]
    assert person.phone is not None
    personal = [person.name, person.email, person.phone.e164[-6:], person.national_number.digits[4:8]]
    personal += [person.customer_number.digits, "Testgatan", "Visby", *person.name.split()[:2]]
    assert [value for value in personal if value in shown] == []
    assert re.search(r"^credit limit +25,000.00 SEK$", shown, re.MULTILINE)
    assert re.search(r"^employment +Anställd$", shown, re.MULTILINE)


def test_a_checked_identity_is_kept_with_who_and_what_it_was(creditline: Run) -> None:
    assert creditline("applications", "kyc", UNCHECKED, "authenticated").exit_code == 0
    *_, change = creditline("applications", "show", UNCHECKED).stdout.splitlines()
    user = pwd.getpwuid(os.getuid()).pw_name
    assert f"operator:{user}  AwaitingSign initiated -> AwaitingSign authenticated" in change
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", change)


@pytest.fixture
def new_phone(env: dict[str, str]) -> Iterator[Callable[[], datetime | None]]:
    """The applicant whose identity is not checked has a number that was stored today; asks when it was confirmed."""
    settings = load_settings(env)
    shared = parts(settings)
    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)
    this = tables.people.c.ref == demo.PEOPLE["applicant-kyc"].ref
    with writing(shared.engine).begin() as connection:
        fresh = {"phone_since": datetime.now(UTC), "phone_confirmed_at": None}
        connection.execute(update(tables.people).where(this).values(fresh))

    def confirmed_at() -> datetime | None:
        with transactions.reading() as work:
            person = work.people.get(demo.PEOPLE["applicant-kyc"].ref)
        assert person
        return person.phone_confirmed_at

    yield confirmed_at
    shared.engine.dispose()


def test_a_check_confirms_the_phone_where_the_operator_says_so(
    creditline: Run, new_phone: Callable[[], datetime | None]
) -> None:
    assert creditline("applications", "kyc", UNCHECKED, "authenticated").exit_code == 0
    assert new_phone() is None
    assert creditline("applications", "kyc", UNCHECKED, "authenticated", "--phone-confirmed").exit_code == 0
    assert new_phone() is not None
    *_, change = creditline("applications", "show", UNCHECKED).stdout.splitlines()
    assert change.endswith("AwaitingSign authenticated, phone confirmed")
    assert "operator:" in change


def test_a_check_that_failed_confirms_no_phone(creditline: Run, new_phone: Callable[[], datetime | None]) -> None:
    assert creditline("applications", "kyc", UNCHECKED, "failed", "--phone-confirmed").exit_code == 2
    assert new_phone() is None


@pytest.fixture
def in_review(env: dict[str, str]) -> str:
    """The reference of an application that a person has to decide about."""
    settings = load_settings(env)
    shared = parts(settings)
    [ready] = [one for one in demo.applications(NOON) if one.ref == READY]
    waiting = replace(ready, ref="a-in-review", profile="kontotyp-3", in_review=True, approval_expires_at=None)
    with SqlTransactions(shared.engine, shared.cipher, settings.ledger).begin() as work:
        work.applications.add(waiting, "lender's shop")
    shared.engine.dispose()
    return waiting.ref


@pytest.mark.parametrize(("decision", "becomes"), [("approve", "ready-to-sign"), ("reject", "Rejected")])
def test_a_review_is_decided_once(creditline: Run, in_review: str, decision: str, becomes: str) -> None:
    assert "in-review" in creditline("applications", "show", in_review).stdout
    decided = creditline("applications", "review", in_review, decision)
    assert (decided.exit_code, becomes in decided.stdout) == (0, True)
    again = creditline("applications", "review", in_review, decision)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    *_, posted, change = creditline("applications", "show", in_review).stdout.splitlines()
    assert "lender's shop" in posted
    assert "operator:" in change
    assert "AwaitingSign authenticated in-review -> " in change


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["review", READY, "approve"], "not in review"),
        (["kyc", REJECTED, "authenticated"], "is not checked"),
        (["kyc", "a-4711", "failed"], "no application a-4711"),
        (["review", "a-4711", "reject"], "no application a-4711"),
        (["show", "a-4711"], "no application a-4711"),
    ],
)
def test_what_is_not_possible_is_said_in_one_line(creditline: Run, words: list[str], why: str) -> None:
    ended = creditline("applications", *words)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert why in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_decision_that_there_is_not_is_a_usage_error(creditline: Run) -> None:
    assert creditline("applications", "kyc", UNCHECKED, "initiated").exit_code == 2
    assert creditline("applications", "review", READY, "maybe").exit_code == 2
