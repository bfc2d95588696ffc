"""Who is found by what, on every store."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert

from domain.disclosure import Fact
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.services.customer_journey import Inquiry
from domain.services.find_customers import Wanted, find_customers
from domain.unit_of_work import Transactions
from domain.verification import Level
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
from tests.storage.conftest import disclosures

SHOP = Inquiry("api-request", "a shop", Level.NONE, NOON)
HOME = PhoneNumber("+46701740605")
BERIT = replace(demo.PEOPLE["customer-open"], name="Berit Åsa  Öberg", phone=HOME)
OLLE = replace(demo.PEOPLE["applicant-ready"], name="Olle Öberg", phone=HOME)
NOBODY_NOW = replace(
    BERIT, ref="gone", national_number=demo.IN_NO_TABLE, customer_number=CustomerNumber("4711"), phone=HOME
)
PEOPLE = [BERIT, OLLE, NOBODY_NOW]
ACCOUNT = next(account for account in demo.accounts(NOON) if account.person == BERIT.ref)
APPLICATION = next(one for one in demo.applications(NOON) if one.person == OLLE.ref)


@pytest.fixture(params=["memory", *DATABASES])
def transactions(request: pytest.FixtureRequest, cipher: Cipher) -> Iterator[Transactions]:
    if request.param == "memory":
        yield MemoryTransactions(MemoryTables(PEOPLE, [ACCOUNT], [APPLICATION]))
        return
    engine = open_engine(request.getfixturevalue(f"{request.param}_url"))
    with writing(engine).begin() as connection:
        connection.execute(insert(tables.people), [row_of_person(person, cipher, demo.LEDGER) for person in PEOPLE])
        connection.execute(insert(tables.accounts), row_of_account(ACCOUNT, demo.LEDGER))
        connection.execute(insert(tables.applications), row_of_application(APPLICATION, cipher, demo.LEDGER))
    yield SqlTransactions(engine, cipher, demo.LEDGER)
    assert {(row.asked_by, row.facts) for row in disclosures(engine)} <= {("a shop", (Fact.USER_TYPE,))}
    engine.dispose()


def found(transactions: Transactions, wanted: Wanted) -> Sequence[tuple[str, str]]:
    with transactions.begin() as work:
        return [(one.customer_ref, one.user_type) for one in find_customers(work, wanted, SHOP)]


BOTH = [(BERIT.ref, "customer"), (OLLE.ref, "applicant")]


def test_a_phone_that_two_share_finds_both_and_whoever_is_unknown_not(transactions: Transactions) -> None:
    assert found(transactions, Wanted(phone=HOME)) == BOTH


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(customer_ref=BERIT.ref),
        Wanted(account_number=ACCOUNT.number),
        Wanted(national_number=BERIT.national_number),
        Wanted(customer_number=BERIT.customer_number),
        Wanted(phone=HOME, account_number=ACCOUNT.number),
        Wanted(phone=HOME, given_name="berit", family_name="ÖBERG"),
        Wanted(phone=HOME, given_name="Berit Åsa"),
        Wanted(phone=HOME, family_name="A\u030asa O\u0308berg"),
        Wanted(phone=HOME, date_of_birth=date(1985, 7, 9)),
    ],
)
def test_all_that_is_given_is_hers(transactions: Transactions, wanted: Wanted) -> None:
    assert found(transactions, wanted) == BOTH[:1]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(customer_ref="demo-99"),
        Wanted(account_number="1"),
        Wanted(national_number=NationalNumber("196203149817")),
        Wanted(customer_number=CustomerNumber(BERIT.national_number.digits)),
        Wanted(phone=PhoneNumber("+46701740606")),
        Wanted(customer_ref=OLLE.ref, account_number=ACCOUNT.number),
        Wanted(phone=HOME, given_name="Ber"),
        Wanted(phone=HOME, family_name="berg"),
        Wanted(customer_ref=BERIT.ref, date_of_birth=date(1985, 7, 10)),
        Wanted(customer_ref=NOBODY_NOW.ref),
    ],
)
def test_nothing_is_found_by_a_part_or_by_what_is_somebody_elses(transactions: Transactions, wanted: Wanted) -> None:
    assert found(transactions, wanted) == []
