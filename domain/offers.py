"""What a lender offers to everybody: one offer per account profile. Public."""

from dataclasses import dataclass
from decimal import Decimal

from domain.money import Money


@dataclass(frozen=True)
class Offer:
    """`interest`: nominal percent a year, or None; never spoken as an effective rate."""

    profile: str
    title: str
    max_credit_limit: Money
    monthly_admin_fee: Money
    reminder_fee: Money
    interest: Decimal | None
    interest_free_purchase_month: bool
    standard_european_agreements: str
    account_terms: str

    @property
    def is_open(self) -> bool:
        """An offer of nothing is listed but cannot be applied for."""
        return self.max_credit_limit.minor > 0
