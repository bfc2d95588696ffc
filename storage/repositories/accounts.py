"""Accounts with their limits, in one statement."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.money import Money
from storage.statements import Prepared, Row
from storage.tables import account_limits, accounts
from storage.transactions import Transaction

OF_PERSON = Prepared(
    select(accounts, account_limits.c.type, account_limits.c.credit_limit, account_limits.c.available)
    .outerjoin_from(accounts, account_limits)
    .where(accounts.c.person == bindparam("person"))
    .order_by(accounts.c.ref, account_limits.c.type)
)


class SqlAccounts:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, person: str) -> Sequence[Account]:
        rows = OF_PERSON.all(self._transaction, person=person)
        return [_account_of(list(group)) for _, group in groupby(rows, key=lambda row: row.ref)]


def _account_of(rows: list[Row]) -> Account:
    """One row for each limit; a row without a limit's type for an account that has none."""
    first = rows[0]
    return Account(
        ref=first.ref,
        number=first.number,
        person=first.person,
        profile=first.profile,
        status=AccountStatus(first.status),
        limits=tuple(_limit_of(row) for row in rows if row.type),
        balance=Money(first.balance, first.currency),
        current_due=Money(first.current_due, first.currency),
        due_date=first.due_date,
        arrears=Money(first.arrears, first.currency),
    )


def _limit_of(row: Row) -> Limit:
    return Limit(LimitType(row.type), Money(row.credit_limit, row.currency), Money(row.available, row.currency))


def row_of_account(account: Account) -> dict[str, Any]:
    """Its limits are in the account's currency, in rows of their own."""
    return {
        "ref": account.ref,
        "number": account.number,
        "person": account.person,
        "profile": account.profile,
        "status": account.status.value,
        "currency": account.balance.currency,
        "balance": account.balance.minor,
        "current_due": account.current_due.minor,
        "due_date": account.due_date,
        "arrears": account.arrears.minor,
    }


def rows_of_limits(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "account": account.ref,
            "type": limit.type.value,
            "credit_limit": limit.credit_limit.minor,
            "available": limit.available.minor,
        }
        for limit in account.limits
    ]
