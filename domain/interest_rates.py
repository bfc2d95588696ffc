"""The rates of interest that belong to a credit, in percent a year."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.agreements import MONTHS, PERCENT, CreditTerms, cost_example
from domain.money import Money
from domain.offers import Offer

AER_TO = Decimal("0.01")


class RateType(StrEnum):
    """The wire's words (customer journey API)."""

    AER = "AER"
    APR = "APR"
    SAR = "SAR"


@dataclass(frozen=True)
class InterestRate:
    type: RateType
    rate: Decimal


def rates_of(offer: Offer, credit_limit: Money) -> tuple[InterestRate, ...]:
    """Of a credit of this limit; none where it is too small beside its fees for a rate to be stated.

    - SAR, simple annual rate: the nominal one of the offer.
    - AER, annual equivalent rate: what the nominal one comes to with interest on each month's interest; two decimals.
    - APR, annual percentage rate of charge: the effective one, fees among its costs, as `domain.agreements` has it.
    """
    nominal = offer.interest or Decimal(0)
    try:
        charged = cost_example(CreditTerms(credit_limit, nominal, offer.monthly_admin_fee)).effective_rate
    except ValueError:
        return ()
    return (
        InterestRate(RateType.AER, compounded(nominal)),
        InterestRate(RateType.APR, charged),
        InterestRate(RateType.SAR, nominal),
    )


def compounded(nominal: Decimal) -> Decimal:
    """A twelfth of the nominal rate each month, on what it has come to by then."""
    growth = (1 + nominal / (PERCENT * MONTHS)) ** MONTHS
    return ((growth - 1) * PERCENT).quantize(AER_TO, ROUND_HALF_UP)
