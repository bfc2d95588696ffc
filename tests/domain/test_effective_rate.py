"""The effective rate, by examples that were published with their results and by the equation itself."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from domain.effective_rate import Payment, effective_rate, exact_rate
from tests.properties import given

NOW, ONE_YEAR, TWO_YEARS, A_YEAR_AND_A_HALF = Fraction(0), Fraction(1), Fraction(2), Fraction(3, 2)
DAY = Fraction(1, 365)


def paid(*amounts_at: tuple[str | int, Decimal | Fraction]) -> list[Payment]:
    return [Payment(Decimal(amount), years) for amount, years in amounts_at]


def monthly(amounts: str) -> list[Payment]:
    return [Payment(Decimal(amount), Fraction(month, 12)) for month, amount in enumerate(amounts.split(), start=1)]


LENT = paid((1000, NOW))
TWICE_600 = paid((600, ONE_YEAR), (600, TWO_YEARS))


@pytest.mark.parametrize(
    ("drawdowns", "repayments", "published"),
    [
        # A: by the calendar, lent on 1 January 1994; 1 July 1995 is 546 days later
        pytest.param(LENT, paid((1200, 546 * DAY)), "12.96", id="A1"),
        pytest.param(paid((950, NOW)), paid((1200, 546 * DAY)), "16.9", id="A2"),
        pytest.param(LENT, TWICE_600, "13.07", id="A3"),
        pytest.param(LENT, paid((272, 90 * DAY), (272, 181 * DAY), (544, ONE_YEAR)), "13.2", id="A4"),
        # B: by a standard year, in months, in days, in weeks
        pytest.param(LENT, paid((1200, Fraction(18, 12))), "12.92", id="B1-months"),
        pytest.param(LENT, paid((1200, Decimal("547.5") / 365)), "12.92", id="B1-days"),
        pytest.param(LENT, paid((1200, Fraction(78, 52))), "12.92", id="B1-weeks"),
        pytest.param(paid((950, NOW)), paid((1200, A_YEAR_AND_A_HALF)), "16.85", id="B2"),
        pytest.param(LENT, TWICE_600, "13.07", id="B3"),
        pytest.param(LENT, paid((272, Decimal("0.25")), (272, Decimal("0.5")), (544, ONE_YEAR)), "13.19", id="B4"),
    ],
)
def test_examples_of_directive_98_7(drawdowns: list[Payment], repayments: list[Payment], published: str) -> None:
    """Directive 98/7/EC, annex II: the examples that a method of resolution must agree with."""
    assert exact_rate(drawdowns, repayments).quantize(Decimal(published), ROUND_HALF_UP) == Decimal(published)


CARD = "296.62 269.82 268.02 266.22 264.41 262.61 260.81 259.01 257.21 255.41 253.60 251.80"
CARD_WITHOUT_CEILING = "160.81 134.91 134.01 133.11 132.21 131.31 130.41 129.50 128.60 127.70 126.80 125.90"
CREDIT_LINE = "2669.62 2655.49 2641.35 2627.22 2613.08 2598.95 2584.81 2570.68 2556.54 2542.41 2528.27 2514.14"
QUARTERS = tuple(Fraction(quarter, 4) for quarter in range(5))


@pytest.mark.parametrize(
    ("drawdowns", "repayments", "published", "disclosed"),
    [
        pytest.param(paid((200000, NOW)), [*paid((4000, NOW)), *monthly("1432.86 " * 240)], "6.434412", "6.4", id="1"),
        pytest.param(paid((30000, NOW)), [*paid((600, NOW)), *monthly(CREDIT_LINE)], "11.164789", "11.2", id="31"),
        pytest.param(
            paid(*((3000, quarter) for quarter in QUARTERS[:4])),
            paid((60, NOW), (100, QUARTERS[1]), *((3000, quarter) for quarter in QUARTERS[1:])),
            "5.583621",
            "5.6",
            id="35-drawn-again-each-quarter",
        ),
        pytest.param(paid((3000, NOW)), [*paid((60, NOW)), *monthly(CARD)], "15.10627", "15.1", id="36"),
        pytest.param(
            paid((1500, NOW)), [*paid((30, NOW)), *monthly(CARD_WITHOUT_CEILING)], "16.991403", "17.0", id="37"
        ),
        pytest.param(
            paid((3000, NOW)), [*paid((60, NOW)), *monthly("24.12 24.12 3024.12")], "19.429412", "19.4", id="38"
        ),
        pytest.param(paid((3000, NOW)), paid((60, NOW), ("3132.09", Fraction(1, 2))), "13.494231", "13.5", id="39"),
    ],
)
def test_examples_of_the_commission(
    drawdowns: list[Payment], repayments: list[Payment], published: str, disclosed: str
) -> None:
    """Examples for the calculation of the APRC, for the European Commission (January 2015), 2.1: the same equation.

    They were solved by a spreadsheet, most from amounts before rounding to the cents in print: met to a thousandth.
    """
    assert abs(exact_rate(drawdowns, repayments) - Decimal(published)) < Decimal("0.001")
    assert effective_rate(drawdowns, repayments) == Decimal(disclosed)


@given(
    percent=st.decimals(0, 5000, places=6),
    repayments=st.lists(
        st.tuples(st.decimals(1, 100000, places=2), st.fractions(Fraction(1, 365), 10, max_denominator=366)),
        min_size=1,
        max_size=12,
    ),
)
def test_the_rate_that_discounts_repayments_to_what_was_lent_is_found_again(
    percent: Decimal, repayments: Sequence[tuple[Decimal, Fraction]]
) -> None:
    """To 1e-9 of the factor 1 + X, as the equation has it."""
    growth = 1 + percent / 100
    worth = [amount / growth ** (Decimal(years.numerator) / years.denominator) for amount, years in repayments]
    found = exact_rate([Payment(sum(worth, Decimal(0)), NOW)], [Payment(*repayment) for repayment in repayments])
    assert abs(found - percent) / 100 <= Decimal("1e-9") * growth


def test_what_is_drawn_later_is_owed_for_less_time() -> None:
    """At 10 %, 1000 of two years and 1000 of one are 1210 and 1100."""
    assert effective_rate(paid((1000, NOW), (1000, ONE_YEAR)), paid((2310, TWO_YEARS))) == Decimal("10.0")


def test_the_order_in_which_payments_are_named_does_not_matter() -> None:
    assert exact_rate(LENT, TWICE_600[::-1]) == exact_rate(LENT, TWICE_600)


@pytest.mark.parametrize(
    ("repaid", "disclosed"),
    [
        ("1122.49", "12.2"),
        ("1122.50", "12.3"),
        ("1122.51", "12.3"),
        ("1001.50", "0.2"),
        ("1044.50", "4.5"),
        ("1000", "0.0"),
    ],
)
def test_one_decimal_is_disclosed_half_up(repaid: str, disclosed: str) -> None:
    """Directive (EU) 2023/2225, annex III, part I, remark d. Floats alone fall short of 0.15 and of 4.45."""
    assert str(effective_rate(LENT, paid((repaid, ONE_YEAR)))) == disclosed


@pytest.mark.parametrize(
    ("drawdowns", "repayments", "reason"),
    [
        pytest.param([], TWICE_600, "nothing is lent", id="nothing-drawn"),
        pytest.param([], [], "nothing is lent", id="nothing-at-all"),
        pytest.param(LENT, paid((1000, NOW)), "nothing is lent", id="repaid-at-once"),
        pytest.param(LENT, paid((1100, NOW)), "nothing is lent", id="charged-more-than-drawn"),
        pytest.param(paid((1000, ONE_YEAR)), paid((10, NOW), (1200, TWO_YEARS)), "nothing is lent", id="paid-first"),
        pytest.param(LENT, [], "less is repaid", id="never-repaid"),
        pytest.param(LENT, paid(("999.99", ONE_YEAR)), "less is repaid", id="repaid-in-part"),
        pytest.param(
            paid((1000, NOW), (4310, TWO_YEARS)),
            paid((3600, ONE_YEAR), (1716, Fraction(3))),
            "single",
            id="10-20-or-30",
        ),
        pytest.param(LENT, paid((2000, DAY)), "hundred million", id="doubled-in-a-day"),
    ],
)
def test_no_rate_is_made_up_where_none_solves(drawdowns: list[Payment], repayments: list[Payment], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        effective_rate(drawdowns, repayments)


@pytest.mark.parametrize(("amount", "years"), [("-1", NOW), ("1", Fraction(-1, 12))])
def test_nobody_pays_a_negative_amount_or_before_the_first_drawdown(amount: str, years: Fraction) -> None:
    with pytest.raises(ValueError, match="no negative amount"):
        Payment(Decimal(amount), years)
