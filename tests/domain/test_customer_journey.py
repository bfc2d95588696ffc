"""Where somebody is in the journey, as systems are told."""

from dataclasses import replace

import pytest

from domain.accounts import Account, AccountStatus, LimitType
from domain.disclosure import Fact
from domain.money import Money
from domain.services.customer_journey import Inquiry, JourneyDetails, UserType, covers, read_journey
from domain.verification import Level
from storage import demo
from tests.domain.line import NOON
from tests.fakes.transactions import MemoryTables, MemoryTransactions

SHOP = Inquiry("api-request", "a shop", Level.NONE, NOON)
BERIT = demo.PEOPLE["customer-open"]
OPEN = next(account for account in demo.accounts(NOON) if account.person == BERIT.ref)
LEFT = Money.of("37654.50")


def transactions(*accounts: Account) -> MemoryTransactions:
    return MemoryTransactions(MemoryTables(list(demo.PEOPLE.values()), list(accounts), demo.applications(NOON)))


def read(stored: MemoryTransactions, person: str) -> JourneyDetails | None:
    with stored.begin() as work:
        return read_journey(work, person, SHOP)


def test_of_several_accounts_the_one_that_decides_comes_first() -> None:
    accounts = [replace(OPEN, ref=f"account-{status}", number=f"{status}", status=status) for status in AccountStatus]
    details = read(transactions(*accounts), BERIT.ref)
    assert details
    assert [account.status for account in details.accounts] == [
        *(AccountStatus.FRAUD, AccountStatus.CHARGE_OFF),
        *(AccountStatus.OPEN, AccountStatus.CANCELLED_PAY_DOWN, AccountStatus.CLOSED),
    ]


def test_an_account_makes_a_customer_and_the_application_is_reported_beside_it() -> None:
    both = demo.PEOPLE["customer-also-applicant"]
    details = read(transactions(*demo.accounts(NOON)), both.ref)
    assert details
    assert details.user_type is UserType.CUSTOMER
    assert [one.application.profile for one in details.applications] == ["kontotyp-3"]


def test_what_was_told_and_to_whom_is_in_the_audit() -> None:
    stored = transactions(OPEN)
    read(stored, BERIT.ref)
    read(stored, "nobody")
    (row,) = stored.tables.audit.values()
    assert (row.key.call, row.person, row.level, row.asked_by) == ("api-request", BERIT.ref, Level.NONE, "a shop")
    assert {Fact.AVAILABLE_CREDIT, Fact.BALANCE, Fact.ACCOUNT_NUMBER, Fact.REGISTERED} <= set(row.facts)
    assert Fact.KYC not in row.facts


@pytest.mark.parametrize(
    ("purchase", "kind", "is_enough"),
    [
        (LEFT, LimitType.ACCOUNT, True),
        (Money(LEFT.minor + 1), LimitType.ACCOUNT, False),
        (Money.of("10000"), LimitType.CASH, True),
        (Money.of("10000.01"), LimitType.CASH, False),
        (Money(1, "NOK"), LimitType.ACCOUNT, False),
    ],
)
def test_credit_is_enough_to_the_last_unit_of_its_own_currency(
    purchase: Money, kind: LimitType, is_enough: bool
) -> None:
    with transactions(OPEN).begin() as work:
        assert covers(work, BERIT.ref, purchase, kind, SHOP) is is_enough


@pytest.mark.parametrize("status", [status for status in AccountStatus if status is not AccountStatus.OPEN])
def test_only_an_open_account_pays(status: AccountStatus) -> None:
    with transactions(replace(OPEN, status=status)).begin() as work:
        assert covers(work, BERIT.ref, Money(1), LimitType.ACCOUNT, SHOP) is False


def test_an_applicant_has_no_credit_yet_and_nobody_is_unknown() -> None:
    stored = transactions(OPEN)
    with stored.begin() as work:
        assert covers(work, demo.PEOPLE["applicant-ready"].ref, Money(1), LimitType.ACCOUNT, SHOP) is False
    with stored.begin() as work:
        assert covers(work, "nobody", Money(1), LimitType.ACCOUNT, SHOP) is None
    (row,) = stored.tables.audit.values()
    assert row.facts == (Fact.AVAILABLE_CREDIT,)
