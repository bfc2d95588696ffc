"""What the ledger says late, twice, or against what is known: nothing is taken back, no account becomes another's."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from domain.applications import ApplicationStatus
from ivr.outbound.payex.books import RemoteBooks
from ivr.outbound.payex.client import Deadline, LedgerClient
from ivr.outbound.payex.wire import Resource
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, application_of, with_application
from tests.outbound.payex.ledger import APPLICATION, OFFER, PATHS, Ledger, Recorded
from tests.outbound.payex.test_books import READY, account, accounts, books, of_ready, order, page

__all__ = ["books"]

T = TypeVar("T", bound=Resource)


def test_an_offer_that_is_listed_no_more_is_closed_once(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    def closed() -> list[datetime | None]:
        books.catch_up()
        with line.transactions.reading() as work:
            return [offer.closed_at for offer in work.offers.list() if offer.profile == "kontotyp-3"]

    ledger.says(PATHS.offers, page([OFFER]))
    ledger.says(PATHS.applications("kontotyp-1"), page([]))
    assert closed() == [NOON]
    line.clock.advance(timedelta(hours=1))
    assert closed() == [NOON]


def test_a_second_account_of_a_profile_is_a_contradiction_and_not_kept(
    ledger: Ledger, books: RemoteBooks, line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    with line.transactions.begin() as work:
        work.accounts.put(replace(work.accounts.of("demo-01")[0], ref="first", number="1", person=READY.person))
    of_ready(ledger, status="Approved", account="/accounts/2")
    for number in ("1", "2"):
        ledger.says(PATHS.account(number), Recorded(200, account(number)))
    books.refresh(READY.person)
    assert [one.number for one in accounts(line, READY.person)] == ["1"]
    assert "ledger_contradicts" in capsys.readouterr().out


@dataclass(frozen=True)
class Overtaken:
    """A client whose answers come late: `act` comes between one and what is made of it."""

    client: LedgerClient
    act: Callable[[], object]
    limits: list[Deadline | None] = field(default_factory=list)

    def get(self, address: str, shape: type[T], until: Deadline | None = None) -> T:
        self.limits.append(until)
        answer = self.client.get(address, shape, until)
        self.act()
        return answer


def test_a_late_word_of_the_ledger_takes_nothing_back_that_was_signed_meanwhile(
    ledger: Ledger, books: RemoteBooks, line: Line
) -> None:
    of_ready(ledger)

    def is_signed() -> None:
        with_application(line, status=ApplicationStatus.APPROVED, account="50100009", decided_at=NOON)

    replace(books, client=Overtaken(books.client, is_signed)).refresh(READY.person)  # type: ignore[arg-type] # get alone
    after = application_of(line)
    assert (after.status, after.account) == (ApplicationStatus.APPROVED, "50100009")


def test_a_late_word_of_the_ledger_decides_nothing_that_is_being_signed_by_now(
    ledger: Ledger, books: RemoteBooks, line: Line
) -> None:
    of_ready(ledger, status="Rejected")

    def is_being_signed() -> None:
        with_application(line, status=ApplicationStatus.INITIALIZED_SIGNING)
        order(line)

    replace(books, client=Overtaken(books.client, is_being_signed)).refresh(READY.person)  # type: ignore[arg-type] # likewise
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING


def test_an_account_that_is_somebody_elses_here_is_a_contradiction_and_left_as_it_is(
    ledger: Ledger, books: RemoteBooks, line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    [before] = accounts(line, "demo-01")
    of_ready(ledger, status="Approved", account=f"/accounts/{before.number}")
    ledger.says(PATHS.account(before.number), Recorded(200, account(before.number)))
    books.refresh(READY.person)
    assert (accounts(line, "demo-01"), accounts(line, READY.person)) == ([before], [])
    assert "ledger_contradicts" in capsys.readouterr().out


def test_what_was_decided_keeps_its_time_however_often_it_is_listed(
    ledger: Ledger, books: RemoteBooks, line: Line
) -> None:
    with_application(line, status=ApplicationStatus.REJECTED, decided_at=NOON)
    listed = APPLICATION | {"@id": f"/x/{READY_REF}", "status": "Rejected", "creditLimit": 1}
    ledger.says(PATHS.offers, page([OFFER]))
    ledger.says(PATHS.applications("kontotyp-1"), page([listed]))
    line.clock.advance(timedelta(hours=1))
    books.catch_up()
    after = application_of(line)
    assert (after.decided_at, after.credit_limit.minor) == (NOON, 100)


def test_all_that_is_asked_for_one_caller_has_one_time_limit(ledger: Ledger, books: RemoteBooks) -> None:
    """However many applications and accounts they have."""
    of_ready(ledger, status="Approved", account="/accounts/123456")
    ledger.says(PATHS.account("123456"), Recorded(200, account("123456")))
    client = Overtaken(books.client, lambda: None)
    replace(books, client=client).refresh(READY.person)  # type: ignore[arg-type] # likewise
    assert len(client.limits) == 2
    assert client.limits[0] is client.limits[1] is not None
