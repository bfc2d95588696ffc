"""Amounts of money, exact: whole minor units (öre) of one currency."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

MINOR_UNITS = 100  # of every currency we lend in (ISO 4217 exponent 2)


@dataclass(frozen=True, order=True)
class Money:
    """`minor` minor units of `currency` (ISO 4217), e.g. Money(125000, "SEK") for 1,250.00 kronor."""

    minor: int
    currency: str = "SEK"

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str = "SEK") -> Self:
        """From a decimal amount; ValueError where it has more than two decimals."""
        minor = Decimal(amount) * MINOR_UNITS
        if minor != minor.to_integral_value():
            raise ValueError("an amount has at most two decimals")
        return cls(int(minor), currency)

    @property
    def amount(self) -> Decimal:
        """With two decimals, as it stands on the wire."""
        return Decimal(self.minor).scaleb(-2)

    def __bool__(self) -> bool:
        return self.minor != 0
