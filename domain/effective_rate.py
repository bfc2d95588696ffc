"""The effective rate of a credit: the annual percentage rate of charge, by the European formula.

Directive (EU) 2023/2225, Annex III, part I (formerly 2008/48/EC, Annex I): the rate X at which all drawdowns C and all
repayments D, charges among them, are worth the same on the day of the first drawdown:

    sum of C / (1 + X)^t  =  sum of D / (1 + X)^s        t, s in years
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate
from math import fsum

SOLVED_TO = Decimal("1e-9")
DISCLOSED_TO = Decimal("0.1")
LEAST_FACTOR = 1e-6
"""The discount factor of one year at a hundred million percent: no lender states more."""


@dataclass(frozen=True)
class Payment:
    """`amount` changes hands `years` after the first drawdown.

    Months are twelfths of a year, days 365ths or in leap years 366ths (remark c).
    """

    amount: Decimal
    years: Decimal | Fraction

    def __post_init__(self) -> None:
        if self.amount < 0 or self.years < 0:
            raise ValueError("a payment has no negative amount and is not before the first drawdown")


_Flows = list[tuple[Fraction, Decimal]]
"""What the borrower gets, less what the borrower pays, on each date; earliest first."""


def effective_rate(drawdowns: Sequence[Payment], repayments: Sequence[Payment]) -> Decimal:
    """In percent a year with one decimal, half up (remark d), as it is disclosed.

    ValueError where there is no such rate, or not a single one.
    """
    return exact_rate(drawdowns, repayments).quantize(DISCLOSED_TO, ROUND_HALF_UP)


def exact_rate(drawdowns: Sequence[Payment], repayments: Sequence[Payment]) -> Decimal:
    """In percent a year with nine decimals. ValueError as above."""
    flows = _net_flows(drawdowns, repayments)
    _require_one_solution(flows)
    # By way of text: the shortest decimal that means this float, not all of its binary tail.
    return (Decimal(str(100 / _discount_factor(flows))) - 100).quantize(SOLVED_TO, ROUND_HALF_UP)


def _net_flows(drawdowns: Sequence[Payment], repayments: Sequence[Payment]) -> _Flows:
    net: defaultdict[Fraction, Decimal] = defaultdict(Decimal)
    for drawdown in drawdowns:
        net[Fraction(drawdown.years)] += drawdown.amount
    for repayment in repayments:
        net[Fraction(repayment.years)] -= repayment.amount
    return sorted(net.items())


def _require_one_solution(flows: _Flows) -> None:
    """One rate, not negative, solves what is owed first and repaid for good later (Norstrøm 1972)."""
    balances = [balance for balance in accumulate(flow for _, flow in flows) if balance]
    if not balances or balances[0] < 0:
        raise ValueError("no rate: nothing is lent before it is repaid")
    if sum(flow for _, flow in flows) > 0:
        raise ValueError("no rate of charge: less is repaid than was drawn")
    owed = [balance > 0 for balance in balances]
    if owed != sorted(owed, reverse=True):
        raise ValueError("no single rate: more is drawn after all was repaid with its charges")


def _discount_factor(flows: _Flows) -> float:
    """1 / (1 + X), bisected until no float lies between: it cannot miss, and takes some fifty halvings."""
    terms = [(float(amount), float(years)) for years, amount in flows]
    low, high = LEAST_FACTOR, 1.0
    if _present_value(terms, low) <= 0:
        raise ValueError("no rate that could be stated: it is above a hundred million percent")
    while low < (middle := (low + high) / 2) < high:
        if _present_value(terms, middle) > 0:
            low = middle
        else:
            high = middle
    return high


def _present_value(terms: list[tuple[float, float]], factor: float) -> float:
    return fsum(amount * factor**years for amount, years in terms)
