"""Amounts are exact."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from domain.money import Money
from tests.properties import given


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_survives_its_way_through_decimals(minor: int) -> None:
    assert Money.of(Money(minor).amount) == Money(minor)


@pytest.mark.parametrize(("amount", "minor"), [("37654.50", 3765450), (50000, 5000000), (Decimal("0.1"), 10)])
def test_amounts_are_counted_in_minor_units(amount: str | int | Decimal, minor: int) -> None:
    assert Money.of(amount) == Money(minor, "SEK")


def test_more_than_two_decimals_are_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        Money.of("0.005")


def test_an_amount_is_written_with_two_decimals() -> None:
    assert str(Money(125000).amount) == "1250.00"


def test_nothing_is_false() -> None:
    assert not Money(0)
    assert Money(-1)
