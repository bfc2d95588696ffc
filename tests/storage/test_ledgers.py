"""One lender's ledger is nothing to another's: what one has stored, the other neither sees nor changes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from domain.agreements import make_agreement
from domain.applications import ApplicationStatus
from domain.idempotency import StoredAnswer
from domain.services.sign_agreement import AgreementSigned, NoSuchApplication
from domain.signing_orders import SigningOrder
from domain.unit_of_work import UnitOfWork
from storage import demo, tables
from storage.cipher import Cipher
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, signs_by_token

OTHER = 502
BERIT = demo.PEOPLE["customer-open"]
READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
UNSIGNED = demo.applications(NOON)[1]
STARTED = replace(UNSIGNED, status=ApplicationStatus.INITIALIZED_SIGNING)


@pytest.fixture
def others(seeded: Engine, cipher: Cipher) -> SqlTransactions:
    """Of a ledger with nothing in it."""
    return SqlTransactions(seeded, cipher, demo.LEDGER).of_ledger(OTHER)


LOOKS: dict[str, Callable[[UnitOfWork], object]] = {
    "find": lambda work: work.people.find(BERIT.national_number),
    "by customer number": lambda work: work.people.find(BERIT.customer_number),
    "get": lambda work: work.people.get(BERIT.ref),
    "recognise": lambda work: work.people.recognised(BERIT.national_number, NOON),
    "accounts": lambda work: work.accounts.of(BERIT.ref),
    "account": lambda work: work.accounts.numbered(demo.accounts(NOON)[0].number),
    "applications": lambda work: work.applications.of(READY.person),
    "application": lambda work: work.applications.get(READY.ref),
    "profile": lambda work: work.applications.of_profile("kontotyp-1", limit=9, skip=0),
    "status": lambda work: work.applications.in_status(ApplicationStatus.AWAITING_SIGN),
    "all": lambda work: work.applications.in_status(None),
    "change": lambda work: work.applications.change(UNSIGNED, STARTED, "another", NOON),
    "offers": lambda work: work.offers.list(),
    "offer": lambda work: work.offers.get("kontotyp-1"),
    "evidence": lambda work: work.evidence.of_application(READY.ref),
    "orders": lambda work: work.signing_orders.open(NOON),
    "order": lambda work: work.signing_orders.of_application("demo-11-kontotyp-1"),
    "whether ordered": lambda work: work.signing_orders.exists("demo-11-kontotyp-1"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_nothing_of_another_ledger_is_seen_or_changed(
    sql_line: Line, others: SqlTransactions, seeded: Engine, look: Callable[[UnitOfWork], object]
) -> None:
    _sign_and_order(sql_line)
    before = _everything(seeded)
    with others.begin() as work:
        assert not look(work)
    assert _everything(seeded) == before


def test_the_search_finds_its_own(sql_line: Line) -> None:
    """So that finding nothing means something."""
    _sign_and_order(sql_line)
    with sql_line.transactions.begin() as work:
        assert [name for name, look in LOOKS.items() if not look(work)] == []


def test_an_application_of_another_ledger_is_not_signed(sql_line: Line, others: SqlTransactions) -> None:
    assert signs_by_token(replace(sql_line, transactions=others), READY_REF) == NoSuchApplication()
    assert isinstance(signs_by_token(sql_line, READY_REF), AgreementSigned)


def test_an_order_of_another_ledger_is_not_closed(sql_line: Line, others: SqlTransactions) -> None:
    _sign_and_order(sql_line)
    with others.begin() as work:
        work.signing_orders.close("order")
    with sql_line.transactions.reading() as work:
        assert len(work.signing_orders.open(NOON)) == 1


def test_two_ledgers_know_one_person_each_by_the_same_numbers(sql_line: Line, others: SqlTransactions) -> None:
    twin = replace(BERIT, ref="twin")
    with others.begin() as work:
        assert work.people.add(twin)
        work.offers.put(replace(demo.offers()[0], title="theirs"))
    with sql_line.transactions.begin() as work:
        assert work.people.find(BERIT.national_number) == BERIT
        assert work.offers.list() == demo.offers()


def test_two_ledgers_answer_the_same_key_each_with_its_own(sql_line: Line, others: SqlTransactions) -> None:
    ledgers = {501: sql_line.transactions, OTHER: others}
    answers = {number: StoredAnswer(201, f"of {number}".encode(), None) for number in ledgers}
    for number, transactions in ledgers.items():
        with transactions.begin() as work:
            assert work.idempotency.claim("key", b"fingerprint", NOON) is None
            work.idempotency.store("key", answers[number])
    for number, transactions in ledgers.items():
        with transactions.begin() as work:
            assert work.idempotency.claim("key", b"fingerprint", NOON) == answers[number]


def _sign_and_order(line: Line) -> None:
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)
    agreement = make_agreement(demo.LEDGER, "Demo Credit", READY, demo.offers()[0])
    with line.transactions.begin() as work:
        work.signing_orders.add(SigningOrder("order", "demo-11-kontotyp-1", agreement.hash, "a client", NOON))


def _everything(engine: Engine) -> list[object]:
    names = [table.name for table in tables.metadata.sorted_tables]
    with engine.connect() as connection:
        return [row for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608 - our own names
