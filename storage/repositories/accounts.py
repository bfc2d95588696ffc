"""Accounts with their limits, in one statement."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.evidence import Evidence
from domain.money import Money
from storage.repositories.figures import account_figures, row_of_figures
from storage.statements import Prepared, Row
from storage.tables import account_limits, accounts, evidence
from storage.transactions import Transaction

_OWN = accounts.c.ledger == bindparam("ledger")
_WITH_LIMITS = (
    select(accounts, account_limits.c.type, account_limits.c.credit_limit, account_limits.c.available)
    .outerjoin_from(accounts, account_limits)
    .order_by(accounts.c.ref, account_limits.c.type)
)
OF_PERSON = Prepared(_WITH_LIMITS.where(accounts.c.person == bindparam("person"), _OWN))
NUMBERED = Prepared(_WITH_LIMITS.where(accounts.c.number == bindparam("number"), _OWN))
ADD = Prepared(insert(accounts).on_conflict_do_nothing(index_elements=[accounts.c.ledger, accounts.c.number]))
ADD_LIMIT = Prepared(insert(account_limits))
PROVE = Prepared(insert(evidence))
_new = insert(accounts)
_LASTING = ("ref", "ledger", "number", "person", "profile", "application")
PUT = Prepared(
    _new.on_conflict_do_update(
        index_elements=[accounts.c.ref],
        set_={column.name: _new.excluded[column.name] for column in accounts.c if column.name not in _LASTING},
    )
)
FORGET_LIMITS = Prepared(delete(account_limits).where(account_limits.c.account == bindparam("of_account")))


class SqlAccounts:
    def __init__(self, transaction: Transaction, ledger: int) -> None:
        self._transaction = transaction
        self._ledger = ledger

    def of(self, person: str) -> Sequence[Account]:
        return self._all(OF_PERSON, person=person)

    def numbered(self, number: str) -> Account | None:
        return next(iter(self._all(NUMBERED, number=number)), None)

    def open(self, candidates: Iterator[Account], proven: Evidence) -> Account:
        """Raises BrokenRule where the tables know of no such proof, or of an account made from it already."""
        PROVE.run(self._transaction, **vars(proven))
        return next(account for account in candidates if self._is_added(account, proven.application))

    def _is_added(self, account: Account, application: str) -> bool:
        if not ADD.run(self._transaction, **row_of_account(account, self._ledger), application=application):
            return False
        self._add_limits(account)
        return True

    def put(self, account: Account) -> None:
        PUT.run(self._transaction, **row_of_account(account, self._ledger), application=None)
        FORGET_LIMITS.run(self._transaction, of_account=account.ref)
        self._add_limits(account)

    def _add_limits(self, account: Account) -> None:
        for row in rows_of_limits(account):
            ADD_LIMIT.run(self._transaction, **row)

    def _all(self, statement: Prepared, **values: str) -> Sequence[Account]:
        rows = statement.all(self._transaction, ledger=self._ledger, **values)
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
        **account_figures(first),
    )


def _limit_of(row: Row) -> Limit:
    return Limit(LimitType(row.type), Money(row.credit_limit, row.currency), Money(row.available, row.currency))


def row_of_account(account: Account, ledger: int) -> dict[str, Any]:
    """Its limits are in the account's currency, in rows of their own."""
    return {
        "ref": account.ref,
        "ledger": ledger,
        "number": account.number,
        "person": account.person,
        "profile": account.profile,
        "status": account.status.value,
        "currency": account.balance.currency,
        "balance": account.balance.minor,
        "current_due": account.current_due.minor,
        "due_date": account.due_date,
        "arrears": account.arrears.minor,
        **row_of_figures(account),
        "fingerprint": None,  # of an import alone
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
