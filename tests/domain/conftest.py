"""The line on the fakes, with the demo people behind it."""

import pytest

from storage import demo
from storage.cipher import Cipher
from tests.domain.line import NOON, Line, SettableClock
from tests.domain.signing import Applicant, verified
from tests.fakes.transactions import MemoryTables, MemoryTransactions


def demo_transactions() -> MemoryTransactions:
    people = list(demo.PEOPLE.values())
    return MemoryTransactions(MemoryTables(people, demo.accounts(NOON), demo.applications(NOON), demo.offers()))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


def demo_line(clock: SettableClock) -> Line:
    transactions = demo_transactions()

    def hand_over() -> None:
        transactions.tables.handed_over.update(transactions.tables.outbox)

    return Line(
        transactions=transactions,
        hand_over=hand_over,
        messages=lambda: list(transactions.tables.outbox.values()),
        disclosures=lambda: list(transactions.tables.audit.values()),
        clock=clock,
        cipher=Cipher(["a secret of the tests, long enough"]),
    )


@pytest.fixture
def line(clock: SettableClock) -> Line:
    return demo_line(clock)


@pytest.fixture
def ready(line: Line) -> Applicant:
    """An applicant whose approval of 25,000 waits for a signature."""
    return verified(line, "applicant-ready")
