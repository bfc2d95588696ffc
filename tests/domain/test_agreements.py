"""What a credit costs, as an agreement must say it."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import strategies as st

from domain.agreements import CostExample, CreditTerms, cost_example
from domain.money import Money
from tests.properties import given

LIMITS = st.integers(1_000_00, 1_000_000_00).map(Money)
RATES = st.decimals(0, 100, places=2)
FEES = st.integers(0, 500_00).map(Money)


def cost(limit: str | int, rate: str | Decimal, fee: str | int = 0) -> CostExample:
    return cost_example(CreditTerms(Money.of(limit), Decimal(rate), Money.of(fee)))


def test_a_credit_without_interest_and_fee_costs_nothing() -> None:
    example = cost(12000, "0")
    assert example.payments == (Money.of(1000),) * 12
    assert example.total_cost == Money(0)
    assert example.total_payable == Money.of(12000)
    assert str(example.effective_rate) == "0.0"


def test_a_year_by_hand() -> None:
    """12,000 at 12 %: 1,000 of capital a month, and 1 % of 12,000, then of 11,000, … is 120, 110, …, 10, in all 780."""
    example = cost(12000, "12", 30)
    assert example.payments == tuple(Money.of(1000 + 10 * left + 30) for left in range(12, 0, -1))
    assert example.total_cost == Money.of(780 + 12 * 30)
    assert example.total_payable == Money.of(13140)


def test_the_rate_of_that_year_by_hand() -> None:
    """What is paid is worth the 12,000 that were drawn at a rate within half a tenth of the one that is told."""
    example = cost(12000, "12", 30)

    def worth(percent: Decimal) -> Decimal:
        month = (1 + percent / 100) ** (Decimal(1) / 12)
        return sum((paid.amount / month**n for n, paid in enumerate(example.payments, start=1)), Decimal(0))

    half_a_tenth = Decimal("0.05")
    assert worth(example.effective_rate + half_a_tenth) < 12000 <= worth(example.effective_rate - half_a_tenth)
    assert str(example.effective_rate) == "18.9"


@pytest.mark.parametrize("rate", ["1", "9.95", "19.5", "35.00"])
def test_without_fees_the_rate_is_the_nominal_rate_compounded_monthly(rate: str) -> None:
    compounded = ((1 + Decimal(rate) / 1200) ** 12 - 1) * 100
    assert cost(50000, rate).effective_rate == compounded.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("limit", "effective", "published"),
    [
        pytest.param(
            30000,
            "1.07",
            "2669.62 2655.49 2641.35 2627.22 2613.08 2598.95 2584.81 2570.68 2556.54 2542.41 2528.27 2514.14",
            id="31",
        ),
        pytest.param(
            3000,
            "1.09",
            "271.62 269.82 268.02 266.22 264.41 262.61 260.81 259.01 257.21 255.41 253.60 251.80",
            id="36-without-the-card",
        ),
        pytest.param(
            1500,
            "1.09",
            "135.81 134.91 134.01 133.11 132.21 131.31 130.41 129.50 128.60 127.70 126.80 125.90",
            id="37-without-the-card",
        ),
    ],
)
def test_an_open_end_credit_is_repaid_as_the_commission_has_it(limit: int, effective: str, published: str) -> None:
    """Examples for the calculation of the APRC, for the European Commission (January 2015), section 2.1.

    Its borrowing rates are effective ones; a card's fee of 25, paid with the first payment, is taken off.
    """
    nominal = ((Decimal(effective) ** (Decimal(1) / 12)) - 1) * 1200
    assert [str(paid.amount) for paid in cost(limit, nominal).payments] == published.split()


def test_half_a_minor_unit_of_interest_is_rounded_up() -> None:
    """1 % of 0.50 is half an öre, paid beside a twelfth of 0.50; of 0.46 it is less than half."""
    assert [paid.minor for paid in cost("0.50", "12").payments[:2]] == [4 + 1, 4 + 0]


def test_the_last_payment_clears_what_does_not_divide_by_twelve() -> None:
    assert [paid.minor for paid in cost("1000.07", "0").payments] == [8333] * 11 + [8344]


@given(LIMITS, RATES, FEES)
def test_payments_are_the_capital_and_the_cost(limit: Money, rate: Decimal, fee: Money) -> None:
    example = cost_example(CreditTerms(limit, rate, fee))
    assert len(example.payments) == 12
    assert sum(paid.minor for paid in example.payments) == example.total_payable.minor
    assert example.total_payable.minor - limit.minor == example.total_cost.minor


@given(LIMITS, RATES, FEES, FEES)
def test_a_higher_fee_never_costs_less(limit: Money, rate: Decimal, one: Money, other: Money) -> None:
    lower, higher = (cost_example(CreditTerms(limit, rate, fee)) for fee in sorted((one, other)))
    assert higher.total_cost.minor - lower.total_cost.minor == 12 * abs(one.minor - other.minor)
    assert higher.effective_rate >= lower.effective_rate


@given(LIMITS, RATES, RATES, FEES)
def test_a_higher_nominal_rate_never_costs_less(limit: Money, one: Decimal, other: Decimal, fee: Money) -> None:
    lower, higher = (cost_example(CreditTerms(limit, rate, fee)) for rate in sorted((one, other)))
    assert higher.total_cost >= lower.total_cost
    assert higher.effective_rate >= lower.effective_rate


@given(LIMITS, st.decimals(1, 100, places=2), FEES)
def test_the_effective_rate_is_never_below_the_nominal_rate(limit: Money, rate: Decimal, fee: Money) -> None:
    """But for the tenth that it is rounded to, and interest that is rounded to whole minor units."""
    assert cost_example(CreditTerms(limit, rate, fee)).effective_rate >= rate - Decimal("0.1")


def test_everything_is_told_in_the_currency_of_the_limit() -> None:
    example = cost_example(CreditTerms(Money.of(3000, "NOK"), Decimal(9), Money.of(25, "NOK")))
    assert {money.currency for money in (*example.payments, example.total_cost, example.total_payable)} == {"NOK"}


@pytest.mark.parametrize(
    ("limit", "rate", "fee"),
    [
        pytest.param(Money(0), "9", Money(0), id="nothing-lent"),
        pytest.param(Money(-100), "9", Money(0), id="less-than-nothing-lent"),
        pytest.param(Money.of(3000), "-0.01", Money(0), id="negative-rate"),
        pytest.param(Money.of(3000), "9", Money(-1), id="negative-fee"),
        pytest.param(Money.of(3000), "9", Money.of(25, "NOK"), id="two-currencies"),
    ],
)
def test_terms_that_cannot_be_are_refused(limit: Money, rate: str, fee: Money) -> None:
    with pytest.raises(ValueError, match=r"terms are|neither|one currency"):
        CreditTerms(limit, Decimal(rate), fee)
