"""Credit accounts, as the lender's core system knows them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.money import Money


class AccountStatus(StrEnum):
    """The wire's words (customer journey API)."""

    OPEN = "Open"
    CHARGE_OFF = "ChargeOff"
    CLOSED = "Closed"
    FRAUD = "Fraud"
    CANCELLED_PAY_DOWN = "AccountCancelledPayDown"


SPECIALIST_STATUSES = frozenset({AccountStatus.CHARGE_OFF, AccountStatus.FRAUD})
"""Of these nothing is read out on the phone: the call goes to a specialist."""


class LimitType(StrEnum):
    ACCOUNT = "account"
    CASH = "cash"


@dataclass(frozen=True)
class Limit:
    """`available` of `credit_limit` can still be spent (account) or withdrawn (cash)."""

    type: LimitType
    credit_limit: Money
    available: Money


@dataclass(frozen=True)
class ArrearsBucket:
    """What of the arrears is as old as `bucket` says, in the words of whoever keeps the books, e.g. `1-30` (days)."""

    bucket: str
    amount: Money


@dataclass(frozen=True)
class Payment:
    """One that was received."""

    day: date
    amount: Money


@dataclass(frozen=True)
class Account:
    """`due_date` is None until the first billing cycle; `balance` is what is owed in all.

    None and empty from `pending_credits` on: not known. `last_payments`: newest first. `as_of`: when the figures were
    true; None where they are this service's own.
    """

    ref: str
    number: str
    person: str
    profile: str
    status: AccountStatus
    limits: tuple[Limit, ...]
    balance: Money
    current_due: Money
    due_date: date | None
    arrears: Money
    pending_credits: Money | None = None
    pending_debits: Money | None = None
    previous_billing_period: Money | None = None
    requested_payment: Money | None = None
    recommended_extra_payment: Money | None = None
    arrears_buckets: tuple[ArrearsBucket, ...] = ()
    last_payments: tuple[Payment, ...] = ()
    as_of: datetime | None = None

    def limit(self, limit_type: LimitType) -> Limit | None:
        return next((limit for limit in self.limits if limit.type is limit_type), None)
