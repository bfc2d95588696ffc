"""What the ledger says becomes what is told here, and nothing that it does not say is lost."""

from dataclasses import replace
from typing import Any

import pytest

from domain.applications import Application, ApplicationStatus, Stage, stage
from domain.errors import Unavailable
from domain.identifiers import NationalNumber
from domain.kyc import KycStatus
from domain.money import Money
from domain.signing_orders import SigningOrder
from ivr.outbound.payex.books import RemoteBooks
from ivr.outbound.payex.client import LedgerClient
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, application_of, tables_of, with_application
from tests.outbound.payex.ledger import APPLICATION, OFFER, PATHS, Ledger, Recorded

READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
STRANGER = "197207049987"


def account(number: str = "50100001", **changes: Any) -> dict[str, Any]:
    def amount(value: float, currency: str = "SEK") -> dict[str, Any]:
        return {"value": value, "currencyCode": currency}

    return {
        "accountNumber": number,
        "accountProfile": "kontotyp-1",
        "status": "Open",
        "paymentDueDate": "2026-12-28",
        "creditLimits": [{"type": "account", "amount": amount(60000)}, {"type": "travel", "amount": amount(1)}],
        "availableCreditLimits": [{"type": "account", "amount": amount(12.5)}],
        "balances": {"total": amount(59987.5)},
        "dues": {"currentDue": amount(100), "totalArrears": amount(0)},
        **changes,
    }


@pytest.fixture
def books(client: LedgerClient, line: Line) -> RemoteBooks:
    return RemoteBooks(client, PATHS, line.transactions, line.lending, line.clock)


def of_ready(ledger: Ledger, **changes: Any) -> None:
    ledger.says_of(READY, APPLICATION | {"@id": f"/anywhere/{READY_REF}"} | changes)


def page(items: list[dict[str, Any]], following: str | None = None) -> Recorded:
    return Recorded(200, {"operations": None, "items": items, "view": {"@id": "x", "next": following}})


def test_an_account_is_as_the_ledger_says_and_keeps_the_rest(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    ledger.says(PATHS.account("50100001"), Recorded(200, account()))
    [before] = accounts(line, "demo-01")
    assert books.refresh("demo-01")
    [after] = accounts(line, "demo-01")
    assert [(limit.credit_limit, limit.available) for limit in after.limits] == [(Money.of(60000), Money.of("12.50"))]
    assert (after.balance, after.current_due, str(after.due_date)) == (
        Money.of("59987.50"),
        Money.of(100),
        "2026-12-28",
    )
    assert after.as_of == NOON
    assert after.last_payments == before.last_payments != ()


def accounts(line: Line, person: str) -> list[Any]:
    with line.transactions.reading() as work:
        return list(work.accounts.of(person))


@pytest.mark.parametrize("status", ["awaiting-sign", "AwaitingSign", "AWAITINGSIGN"])
def test_either_spelling_of_a_status_is_read(ledger: Ledger, books: RemoteBooks, line: Line, status: str) -> None:
    with_application(line, status=ApplicationStatus.SIGNING_FAILED)
    of_ready(ledger, status=status)
    books.refresh(READY.person)
    assert application_of(line).status is ApplicationStatus.AWAITING_SIGN
    assert application_of(line).kyc is KycStatus.AUTHENTICATED


def test_a_status_that_is_not_known_yet_changes_nothing_and_is_logged(
    ledger: Ledger, books: RemoteBooks, line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    of_ready(ledger, status="AwaitingCoSigner", creditLimit=7000)
    books.refresh(READY.person)
    assert application_of(line).status is ApplicationStatus.AWAITING_SIGN
    assert application_of(line).credit_limit == Money.of(7000)
    assert "AwaitingCoSigner" in "".join(capsys.readouterr())


def test_without_the_operation_nothing_is_offered_to_be_signed(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    of_ready(ledger, operations=[])
    books.refresh(READY.person)
    assert stage(application_of(line), NOON, is_offer_open=True) is Stage.IN_REVIEW
    of_ready(ledger)
    books.refresh(READY.person)
    assert stage(application_of(line), NOON, is_offer_open=True) is Stage.READY_TO_SIGN


def test_what_was_signed_elsewhere_comes_with_its_account(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    of_ready(ledger, status="Approved", account="https://api.payex.com/ledger/credit-account/v1/XXX/accounts/123456")
    ledger.says(PATHS.account("123456"), Recorded(200, account("123456")))
    books.refresh(READY.person)
    assert application_of(line).account == "123456"
    assert [one.number for one in accounts(line, READY.person)] == ["123456"]


def test_approved_without_an_account_is_not_done(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    of_ready(ledger, status="Approved")
    books.refresh(READY.person)
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING


@pytest.mark.parametrize(
    "said",
    [
        account("50100002"),
        account(balances={"total": {"value": "NaN", "currencyCode": "SEK"}}),
        account(balances={"total": {"value": 1, "currencyCode": "NOK"}}),
        account(paymentDueDate="soon"),
        {"accountNumber": "50100001"},
    ],
)
def test_nonsense_leaves_everything_as_it_was(
    ledger: Ledger, books: RemoteBooks, line: Line, said: dict[str, Any]
) -> None:
    before = accounts(line, "demo-01")
    ledger.says(PATHS.account("50100001"), Recorded(200, said))
    with pytest.raises(Unavailable):
        books.refresh("demo-01")
    assert accounts(line, "demo-01") == before


def test_everything_that_is_listed_is_followed_page_by_page(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    """New people too; whoever cannot be read hides nobody else, and no offer outlives its listing."""
    second = {**OFFER, "accountProfile": "kontotyp-3"}
    ledger.says(PATHS.offers, page([OFFER], "/ledger/offers?$top=1&$skip=1"))
    ledger.says("/ledger/offers?$top=1&$skip=1", page([second]))
    applications = PATHS.applications("kontotyp-1")
    known = APPLICATION | {"@id": f"/x/{READY_REF}", "creditLimit": 9000}
    ledger.says(applications, page([known, {"status": "?"}, APPLICATION], f"{applications}?next"))
    ledger.says(f"{applications}?next", page([of_stranger()]))
    ledger.says(PATHS.applications("kontotyp-3"), page([]))
    books.catch_up()
    assert application_of(line).credit_limit == Money.of(9000)
    new = application_of(line, "new-1")
    assert (new.kyc, new.pep, new.profile) == (KycStatus.INITIATED, True, "kontotyp-1")
    with line.transactions.reading() as work:
        person = work.people.find(NationalNumber(STRANGER))
        assert person is not None
        assert person.ref == new.person
        assert [offer.profile for offer in work.offers.list() if offer.closed_at is None] == [
            "kontotyp-1",
            "kontotyp-3",
        ]


def of_stranger() -> dict[str, Any]:
    identifier = {"value": f"{STRANGER[:8]}-{STRANGER[8:]}", "countryCode": "SE"}
    return APPLICATION | {"@id": "/x/new-1", "nationalConsumerIdentifier": identifier}


def test_pages_that_go_round_end(ledger: Ledger, books: RemoteBooks) -> None:
    ledger.says(PATHS.offers, page([OFFER], "/ledger/again"))
    ledger.says("/ledger/again", page([OFFER], "/ledger/again"))
    with pytest.raises(Unavailable):
        books.catch_up()


def test_what_is_being_signed_from_here_is_left_to_its_order(ledger: Ledger, books: RemoteBooks, line: Line) -> None:
    started: Application = replace(READY, status=ApplicationStatus.INITIALIZED_SIGNING)
    with_application(line, status=started.status)
    order(line)
    of_ready(ledger, status="Approved", account="/accounts/123456")
    ledger.says(PATHS.account("123456"), Recorded(200, account("123456")))
    books.refresh(READY.person)
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING
    assert accounts(line, READY.person) == []


def order(line: Line) -> None:
    order = SigningOrder("order", READY_REF, "0" * 64, "call", NOON)
    tables_of(line).tables.signing_orders["order"] = order
