"""Who is recognised: somebody with an account or a running application, by either number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from domain.applications import Application, ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber
from domain.journey import REJECTION_REMEMBERED, Unknown, resolve
from domain.people import Person
from domain.unit_of_work import Transactions
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import open_engine, writing
from storage.repositories.accounts import row_of_account
from storage.repositories.applications import row_of_application
from storage.repositories.people import row_of_person
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON
from tests.fakes.transactions import MemoryTables, MemoryTransactions
from tests.postgres import DATABASES

JUST_REMEMBERED = NOON - REJECTION_REMEMBERED
DECISIONS = (None, NOON, JUST_REMEMBERED, JUST_REMEMBERED - timedelta(microseconds=1))
CASES = [(status, decided) for status in ApplicationStatus for decided in DECISIONS]
BERIT, APPLICANT = demo.PEOPLE["customer-open"], demo.PEOPLE["applicant-ready"]
ACCOUNT = next(account for account in demo.accounts(NOON) if account.person == BERIT.ref)
WITH_NOTHING = replace(BERIT, ref="nothing", national_number=demo.IN_NO_TABLE, customer_number=CustomerNumber("4711"))


def somebody(number: int) -> Person:
    national_number, customer_number = NationalNumber(f"{number:012}"), CustomerNumber(f"{number:08}")
    return replace(BERIT, ref=f"applicant-{number}", national_number=national_number, customer_number=customer_number)


def application(person: Person, status: ApplicationStatus, decided: datetime | None) -> Application:
    first = next(one for one in demo.applications(NOON) if one.person == APPLICANT.ref)
    return replace(first, ref=person.ref, person=person.ref, status=status, decided_at=decided, account="50199999")


APPLICANTS = [somebody(number) for number in range(len(CASES))]
APPLICATIONS = [application(person, *case) for person, case in zip(APPLICANTS, CASES, strict=True)]
PEOPLE = [BERIT, WITH_NOTHING, *APPLICANTS]


@pytest.fixture(params=["memory", *DATABASES])
def transactions(request: pytest.FixtureRequest, cipher: Cipher) -> Iterator[Transactions]:
    if request.param == "memory":
        yield MemoryTransactions(MemoryTables(PEOPLE, [ACCOUNT], APPLICATIONS))
        return
    engine = open_engine(request.getfixturevalue(f"{request.param}_url"))
    with writing(engine).begin() as connection:
        connection.execute(insert(tables.people), [row_of_person(person, cipher, demo.LEDGER) for person in PEOPLE])
        connection.execute(insert(tables.accounts), row_of_account(ACCOUNT, demo.LEDGER))
        connection.execute(
            insert(tables.applications), [row_of_application(one, cipher, demo.LEDGER) for one in APPLICATIONS]
        )
    yield SqlTransactions(engine, cipher, demo.LEDGER)
    engine.dispose()


def test_an_account_is_enough_and_being_in_the_table_is_not(transactions: Transactions) -> None:
    with transactions.reading() as work:
        assert work.people.recognised(BERIT.national_number, NOON) == BERIT.ref
        assert work.people.recognised(BERIT.customer_number, NOON) == BERIT.ref
        assert work.people.recognised(WITH_NOTHING.national_number, NOON) is None
        assert work.people.recognised(WITH_NOTHING.customer_number, NOON) is None


def test_nobody_is_recognised_by_one_number_given_as_the_other(transactions: Transactions) -> None:
    with transactions.reading() as work:
        assert work.people.recognised(CustomerNumber(BERIT.national_number.digits), NOON) is None


def test_an_application_is_enough_as_long_as_it_runs(transactions: Transactions) -> None:
    """As the journey of a person has it, to the microsecond."""
    with transactions.reading() as work:
        found = [work.people.recognised(person.national_number, NOON) for person in APPLICANTS]
    runs = [not isinstance(resolve([], [one], NOON), Unknown) for one in APPLICATIONS]
    assert found == [person.ref if is_running else None for person, is_running in zip(APPLICANTS, runs, strict=True)]
    assert len(set(runs)) == len({True, False})
