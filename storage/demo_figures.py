"""What the lender's core system knows of some of the demo's accounts beyond limits, balance and what is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.accounts import Account, ArrearsBucket, Payment
from domain.money import Money

READ_AGO = timedelta(hours=2)  # how old the figures are


def with_figures(key: str, account: Account, now: datetime) -> Account:
    """`key`: whose it is, as DESIGN names them."""
    known = FIGURES.get(key)
    return known(replace(account, as_of=now - READ_AGO), now) if known else account


def _open(account: Account, now: datetime) -> Account:
    return replace(
        account,
        pending_credits=Money.of("500"),
        pending_debits=Money.of("249.90"),
        previous_billing_period=Money.of("13104.60"),
        requested_payment=Money.of("1250"),
        recommended_extra_payment=Money.of("750"),
        last_payments=(_payment(now, 24, "1250"), _payment(now, 55, "1310.50")),
    )


def _in_arrears(account: Account, now: datetime) -> Account:
    return replace(
        account,
        pending_credits=Money.of(0),
        pending_debits=Money.of(0),
        previous_billing_period=Money.of("26380"),
        requested_payment=Money.of("3460"),
        recommended_extra_payment=Money.of(0),
        arrears_buckets=(ArrearsBucket("1-30", Money.of("1500")), ArrearsBucket("31-60", Money.of("980"))),
        last_payments=(_payment(now, 86, "980"),),
    )


def _paid_down(account: Account, now: datetime) -> Account:
    return replace(
        account,
        previous_billing_period=Money.of("13020"),
        requested_payment=Money.of("620"),
        last_payments=(_payment(now, 22, "620"),),
    )


FIGURES: dict[str, Callable[[Account, datetime], Account]] = {
    "customer-open": _open,
    "customer-arrears": _in_arrears,
    "customer-paydown": _paid_down,
}


def _payment(now: datetime, days_ago: int, amount: str) -> Payment:
    return Payment((now - timedelta(days=days_ago)).date(), Money.of(amount))
