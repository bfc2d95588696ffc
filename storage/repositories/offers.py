"""What a lender offers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from domain.money import Money
from domain.offers import Offer
from storage.statements import Prepared, Row
from storage.tables import offers
from storage.transactions import Transaction

IN_ORDER = Prepared(select(offers).order_by(offers.c.profile))


class SqlOffers:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list(self) -> Sequence[Offer]:
        return [_offer_of(row) for row in IN_ORDER.all(self._transaction)]


def _offer_of(row: Row) -> Offer:
    return Offer(
        profile=row.profile,
        title=row.title,
        max_credit_limit=Money(row.max_credit_limit, row.currency),
        monthly_admin_fee=Money(row.monthly_admin_fee, row.currency),
        reminder_fee=Money(row.reminder_fee, row.currency),
        interest=None if row.interest is None else Decimal(row.interest),
        interest_free_purchase_month=row.interest_free_purchase_month,
        standard_european_agreements=row.standard_european_agreements,
        account_terms=row.account_terms,
    )


def row_of_offer(offer: Offer) -> dict[str, Any]:
    return {
        "profile": offer.profile,
        "title": offer.title,
        "currency": offer.max_credit_limit.currency,
        "max_credit_limit": offer.max_credit_limit.minor,
        "monthly_admin_fee": offer.monthly_admin_fee.minor,
        "reminder_fee": offer.reminder_fee.minor,
        "interest": None if offer.interest is None else str(offer.interest),
        "interest_free_purchase_month": offer.interest_free_purchase_month,
        "standard_european_agreements": offer.standard_european_agreements,
        "account_terms": offer.account_terms,
    }
