"""Credit accounts, as the lender's core system knows them."""

from dataclasses import dataclass
from datetime import date
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
class Account:
    """`due_date` is None until the first billing cycle; `balance` is what is owed in all."""

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

    def limit(self, limit_type: LimitType) -> Limit | None:
        return next((limit for limit in self.limits if limit.type is limit_type), None)
