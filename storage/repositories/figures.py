"""The figures of an account that only some core systems give: each may be missing."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.accounts import Account, ArrearsBucket, Payment
from domain.money import Money
from storage.statements import Row

AMOUNTS = (
    *("pending_credits", "pending_debits", "previous_billing_period"),
    *("requested_payment", "recommended_extra_payment"),
)


def account_figures(row: Row) -> dict[str, Any]:
    """By the fields of an `Account`."""
    return {
        **{name: _money(getattr(row, name), row.currency) for name in AMOUNTS},
        "arrears_buckets": tuple(
            ArrearsBucket(bucket, Money(minor, row.currency)) for bucket, minor in _listed(row.arrears_buckets)
        ),
        "last_payments": tuple(
            Payment(date.fromisoformat(day), Money(minor, row.currency)) for day, minor in _listed(row.last_payments)
        ),
        "as_of": row.as_of,
    }


def row_of_figures(account: Account) -> dict[str, Any]:
    amounts: dict[str, Money | None] = {name: getattr(account, name) for name in AMOUNTS}
    return {
        **{name: amount.minor if amount is not None else None for name, amount in amounts.items()},
        "arrears_buckets": _text((one.bucket, one.amount.minor) for one in account.arrears_buckets),
        "last_payments": _text((one.day.isoformat(), one.amount.minor) for one in account.last_payments),
        "as_of": account.as_of,
    }


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _listed(text: str | None) -> list[tuple[str, int]]:
    return json.loads(text) if text else []


def _text(pairs: Iterable[tuple[str, int]]) -> str | None:
    listed = list(pairs)
    return json.dumps(listed) if listed else None
