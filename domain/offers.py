"""What a lender offers to everybody: one offer per account profile. Public."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.money import Money


@dataclass(frozen=True)
class Offer:
    """`interest`: nominal percent a year, or None; never spoken as an effective rate.

    The two documents are addresses; beside each the SHA-256 (hex) of its bytes as they are stored, None where they are
    not. `closed_at`: from when on it cannot be applied for.
    """

    profile: str
    title: str
    max_credit_limit: Money
    monthly_admin_fee: Money
    reminder_fee: Money
    interest: Decimal | None
    interest_free_purchase_month: bool
    standard_european_agreements: str
    account_terms: str
    standard_european_agreements_sha256: str | None = None
    account_terms_sha256: str | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """An offer of nothing, or one that was closed, is listed but cannot be applied for."""
        return self.max_credit_limit.minor > 0 and self.closed_at is None
