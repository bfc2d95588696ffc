"""What a customer is told on request, and of which day it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.accounts import Payment
from domain.details import DETAILS_FACTS, MOST_PAYMENTS, details_of
from domain.disclosure import Grant
from domain.journey import Customer, CustomerSummary, summarise
from domain.money import Money
from domain.requests import DetailsRead, ReadDetails, Refused, SendText, TextSent, Topic
from domain.verification import Level
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.test_texting import text_of, verified

ACCOUNT = demo.accounts(NOON)[0]


def test_a_customer_is_told_more_and_it_leaves_one_row_in_the_audit(line: Line) -> None:
    caller, grant = verified(line, "customer-open")
    read = caller.asks(ReadDetails(grant))
    assert isinstance(read, DetailsRead)
    details = read.details.open(grant)
    assert details.cash is not None
    assert details.cash.credit_limit == Money.of(10000)
    assert [payment.amount for payment in details.payments] == [Money.of(1250), Money.of("1310.50")]
    assert details.is_registered
    assert caller.asks_again(ReadDetails(grant)) == read
    assert [row.facts for row in line.disclosures()][1:] == [DETAILS_FACTS]


@pytest.mark.parametrize("key", ["applicant-ready", "customer-fraud", "customer-chargeoff"])
def test_nobody_else_is_told_any(line: Line, key: str) -> None:
    caller, grant = verified(line, key)
    assert caller.asks(ReadDetails(grant)) == Refused()
    assert caller.asks(SendText(grant, Topic.DETAILS)) == Refused()


def test_a_grant_that_the_call_has_not_earned_opens_nothing(line: Line) -> None:
    stolen = Grant(demo.PEOPLE["customer-open"].ref, Level.VERIFIED)
    assert line.call("call").asks(ReadDetails(stolen)) == Refused()


def test_more_of_an_account_can_be_had_as_a_text(line: Line) -> None:
    caller, grant = verified(line, "customer-paydown")
    assert caller.asks(SendText(grant, Topic.DETAILS)) == TextSent()
    assert "You have 12,400.00 kr left to pay." in text_of(line.messages()[-1])


def test_three_payments_at_most_are_told() -> None:
    paid = tuple(Payment(date(2026, month, 1), Money.of(100)) for month in range(9, 1, -1))
    account = replace(ACCOUNT, last_payments=paid)
    summary = summarise(Customer((account,), ()), set(), NOON)
    assert isinstance(summary, CustomerSummary)
    assert details_of((account,), summary, is_registered=None).payments == paid[:MOST_PAYMENTS]


@pytest.mark.parametrize(("age", "is_told"), [(timedelta(days=1), False), (timedelta(days=1, seconds=1), True)])
def test_figures_older_than_a_day_are_told_with_their_day(age: timedelta, is_told: bool) -> None:
    summary = summarise(Customer((replace(ACCOUNT, as_of=NOON - age),), ()), set(), NOON)
    assert isinstance(summary, CustomerSummary)
    assert summary.as_of == (date(2026, 11, 19) if is_told else None)
