"""The three rates of a credit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.interest_rates import RateType, compounded, rates_of
from domain.money import Money
from storage import demo

OFFER = demo.offers()[0]


@pytest.mark.parametrize(
    ("nominal", "annual"),
    [
        ("0", "0.00"),
        ("12", "12.68"),  # the textbook's: 1.01 to the power of 12
        ("24", "26.82"),
        ("35", "41.20"),
    ],
)
def test_interest_of_each_month_bears_interest(nominal: str, annual: str) -> None:
    assert compounded(Decimal(nominal)) == Decimal(annual)


def test_the_simple_rate_is_the_offers_and_the_charged_one_has_the_fees() -> None:
    rates = {one.type: one.rate for one in rates_of(OFFER, Money.of(20000))}
    without_fee = {one.type: one.rate for one in rates_of(replace(OFFER, monthly_admin_fee=Money(0)), Money.of(20000))}
    assert rates[RateType.SAR] == Decimal("35.00")
    assert without_fee[RateType.AER] == rates[RateType.AER] == Decimal("41.20")
    assert without_fee[RateType.APR] == Decimal("41.2")
    assert rates[RateType.APR] > without_fee[RateType.APR]


def test_an_offer_without_interest_costs_its_fees() -> None:
    rates = {one.type: one.rate for one in rates_of(replace(OFFER, interest=None), Money.of(20000))}
    assert rates[RateType.SAR] == rates[RateType.AER] == 0
    assert rates[RateType.APR] > 0


def test_where_no_rate_can_be_stated_none_is() -> None:
    assert rates_of(OFFER, Money(0)) == ()
