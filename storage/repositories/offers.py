"""What a lender offers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from domain.money import Money
from domain.offers import Offer
from storage.statements import Prepared, Row
from storage.tables import offers
from storage.transactions import Transaction

_OWN = offers.c.ledger == bindparam("ledger")
IN_ORDER = Prepared(select(offers).where(_OWN).order_by(offers.c.profile))
GET = Prepared(select(offers).where(_OWN, offers.c.profile == bindparam("profile")))
_new = insert(offers)
PUT = Prepared(
    _new.on_conflict_do_update(
        index_elements=[offers.c.ledger, offers.c.profile],
        set_={column.name: _new.excluded[column.name] for column in offers.c if not column.primary_key},
    )
)


class SqlOffers:
    def __init__(self, transaction: Transaction, ledger: int) -> None:
        self._transaction = transaction
        self._ledger = ledger

    def get(self, profile: str) -> Offer | None:
        row = GET.first(self._transaction, ledger=self._ledger, profile=profile)
        return _offer_of(row) if row else None

    def put(self, offer: Offer) -> None:
        PUT.run(self._transaction, **row_of_offer(offer, self._ledger))

    def list(self) -> Sequence[Offer]:
        return [_offer_of(row) for row in IN_ORDER.all(self._transaction, ledger=self._ledger)]


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
        standard_european_agreements_sha256=row.standard_european_agreements_sha256,
        account_terms_sha256=row.account_terms_sha256,
        closed_at=row.closed_at,
    )


def row_of_offer(offer: Offer, ledger: int) -> dict[str, Any]:
    return {
        "ledger": ledger,
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
        "standard_european_agreements_sha256": offer.standard_european_agreements_sha256,
        "account_terms_sha256": offer.account_terms_sha256,
        "closed_at": offer.closed_at,
    }
