"""Files of accounts, by their numbers. The holder and the profile of an account never change."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Connection, Select, and_, delete, insert, literal, select
from sqlalchemy import Column as SqlColumn

from domain.accounts import Account, AccountStatus, ArrearsBucket, Limit, LimitType, Payment
from domain.money import Money
from storage.cipher import Cipher
from storage.importing import holders
from storage.importing import values as read
from storage.importing.columns import Column, Values
from storage.importing.faults import BadRow
from storage.importing.kind import Row, Stager, fingerprint, is_as_imported, upsert
from storage.importing.staging import State, stage_of
from storage.repositories.accounts import row_of_account
from storage.repositories.figures import AMOUNTS
from storage.tables import account_limits, accounts

AMOUNT, SIGNED = "an amount as 1250.00", "an amount as 1250.00 or -1250.00"
OWED = frozenset({"previous_billing_period"})  # may be in the customer's favour, as a balance may
LIMITS = tuple((limit, f"limit_{limit}", f"available_{limit}") for limit in LimitType)

COLUMNS = (
    Column("number", "1 to 32 letters, digits or hyphens", read.matching(r"[0-9A-Za-z-]{1,32}")),
    *holders.COLUMNS,
    Column("profile", "a name of at most 50 characters", read.matching(r".{1,50}")),
    Column("status", f"one of {', '.join(AccountStatus)}", read.one_of([*AccountStatus])),
    Column("currency", f"one of {', '.join(read.CURRENCIES)}", read.one_of(read.CURRENCIES)),
    Column("balance", SIGNED, read.signed_amount),
    Column("current_due", AMOUNT, read.amount),
    Column("due_date", "a date as 2026-01-31, or nothing", read.day, is_required=False),
    Column("arrears", AMOUNT, read.amount),
    *(
        column
        for limit, total, available in LIMITS
        for column in (
            Column(total, f"{AMOUNT}, or nothing", read.amount, is_required=False),
            Column(available, f"{SIGNED}, or nothing", read.signed_amount, is_required=False),
        )
    ),
    *(
        Column(name, f"{SIGNED}, or nothing", read.signed_amount, is_required=False)
        if name in OWED
        else Column(name, f"{AMOUNT}, or nothing", read.amount, is_required=False)
        for name in AMOUNTS
    ),
    Column(
        "arrears_buckets",
        f"at most {read.MOST_LISTED} as 1-30=100.00;31-60=50.00, or nothing",
        read.listed(read.matching(r"[0-9A-Za-z+ -]{1,20}")),
        is_required=False,
    ),
    Column(
        "last_payments",
        f"at most {read.MOST_LISTED} as 2026-01-31=1250.00;2025-12-31=1250.00, or nothing",
        read.listed(read.day),
        is_required=False,
    ),
    Column("as_of", "when the figures were true, as 2026-01-31T06:00:00+01:00", read.instant),
)
SEEN = (accounts.c.ref, accounts.c.number, accounts.c.person, accounts.c.profile, accounts.c.fingerprint)


class AccountsFile:
    columns = COLUMNS
    stage = stage_of(accounts, *(SqlColumn(name, BigInteger) for _, *pair in LIMITS for name in pair))
    keys = (("number", ("number",)), ("profile", ("person", "profile")))

    def __init__(self, cipher: Cipher, ledger: int) -> None:
        self._cipher, self._ledger = cipher, ledger

    def stager(self, connection: Connection, batch: Sequence[Values]) -> Stager:
        holder = holders.holders(connection, batch, self._cipher, self._ledger)
        numbers = [values["number"] for values in batch]
        stored = connection.execute(
            select(*SEEN).where(accounts.c.ledger == self._ledger, accounts.c.number.in_(numbers))
        )
        seen = {row.number: row for row in stored}
        return lambda values: self._row(values, holder(values), seen.get(values["number"]))

    def conflicts(self) -> Sequence[Select[Any]]:
        reason = literal("profile: the holder has another account of it: one person has one")
        same = and_(accounts.c.person == self.stage.c.person, accounts.c.profile == self.stage.c.profile)
        return [select(self.stage.c.line, reason).join(accounts, same).where(accounts.c.ref != self.stage.c.ref)]

    def write(self, connection: Connection) -> None:
        upsert(connection, self.stage, accounts, kept=("ref", "ledger", "number", "person", "profile", "application"))
        changed = select(self.stage.c.ref).where(self.stage.c.state == State.CHANGED.value)
        connection.execute(delete(account_limits).where(account_limits.c.account.in_(changed)))
        for limit, total, available in LIMITS:
            rows = select(self.stage.c.ref, literal(limit.value), self.stage.c[total], self.stage.c[available]).where(
                self.stage.c.state != State.UNCHANGED.value, self.stage.c[total].is_not(None)
            )
            connection.execute(insert(account_limits).from_select([*account_limits.c.keys()], rows))

    def _row(self, values: Values, person: str, seen: Any | None) -> Row:
        if reasons := [*_contradictions(values, person, seen)]:
            raise BadRow(*reasons)
        mark = fingerprint(self._cipher, "accounts", values, person)
        ref = seen.ref if seen else str(uuid4())
        if seen and is_as_imported(seen.fingerprint, self._cipher, "accounts", values, person):
            same = {"number": seen.number, "person": person, "profile": seen.profile}
            return {"state": State.UNCHANGED.value, "ref": ref, **same}
        limits = {name: values[name] for _, *pair in LIMITS for name in pair}
        row = row_of_account(_account(ref, values, person), self._ledger)
        return row | limits | {"state": (State.CHANGED if seen else State.ADDED).value, "fingerprint": mark}


def _contradictions(values: Values, person: str, seen: Any | None) -> Sequence[str]:
    half = [pair for _, *pair in LIMITS if (values[pair[0]] is None) != (values[pair[1]] is None)]
    reasons = [f"{available}: give it with {total}, or neither" for total, available in half]
    if seen and seen.person != person:
        reasons.append("number: this account is another person's: give a number of its own")
    elif seen and seen.profile != values["profile"]:
        reasons.append("profile: this account has another one, which never changes")
    return reasons


def _account(ref: str, values: Values, person: str) -> Account:
    def money(minor: int) -> Money:
        return Money(minor, values["currency"])

    return Account(
        ref=ref,
        number=values["number"],
        person=person,
        profile=values["profile"],
        status=AccountStatus(values["status"]),
        limits=tuple(
            Limit(limit, money(values[total]), money(values[available]))
            for limit, total, available in LIMITS
            if values[total] is not None
        ),
        balance=money(values["balance"]),
        current_due=money(values["current_due"]),
        due_date=values["due_date"],
        arrears=money(values["arrears"]),
        **{name: None if values[name] is None else money(values[name]) for name in AMOUNTS},
        arrears_buckets=tuple(ArrearsBucket(name, money(minor)) for name, minor in values["arrears_buckets"] or ()),
        last_payments=tuple(Payment(day, money(minor)) for day, minor in _newest_first(values["last_payments"] or ())),
        as_of=values["as_of"],
    )


def _newest_first(payments: Sequence[tuple[Any, int]]) -> list[tuple[Any, int]]:
    return sorted(payments, key=lambda payment: payment[0], reverse=True)
