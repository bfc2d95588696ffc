"""Applicant, customer or unknown: derived from what exists, never stored; and what each may hear.

An account makes a customer, even while an application runs. A rejected application is forgotten after a while. Somebody
with neither is unknown, whether in a table or not.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.accounts import SPECIALIST_STATUSES, Account, AccountStatus, LimitType
from domain.applications import MAY_BE_SIGNED, Application, ApplicationStatus, Stage, stage
from domain.disclosure import Fact
from domain.money import Money

REJECTION_REMEMBERED = timedelta(days=90)
FRESH = timedelta(days=1)
"""Older figures are told with their day."""

TOLD_FIRST = (AccountStatus.OPEN, AccountStatus.CANCELLED_PAY_DOWN, AccountStatus.CLOSED)


@dataclass(frozen=True)
class Customer:
    accounts: tuple[Account, ...]
    applications: tuple[Application, ...]


@dataclass(frozen=True)
class Applicant:
    applications: tuple[Application, ...]


@dataclass(frozen=True)
class Unknown:
    pass


Journey = Customer | Applicant | Unknown


class Part(StrEnum):
    """Of what somebody has with the lender: what is asked for. Who has but one of them is told of that one."""

    ACCOUNT = "account"
    APPLICATION = "application"


def resolve(accounts: Sequence[Account], applications: Sequence[Application], now: datetime) -> Journey:
    running = tuple(one for one in applications if _is_running(one, now) and not _is_completed(one, applications))
    if accounts:
        return Customer(tuple(accounts), running)
    return Applicant(running) if running else Unknown()


def _is_running(application: Application, now: datetime) -> bool:
    """Neither completed nor forgotten."""
    if application.status is ApplicationStatus.REJECTED:
        return application.decided_at is not None and now - application.decided_at <= REJECTION_REMEMBERED
    return application.status is not ApplicationStatus.APPROVED


def _is_completed(started: Application, applications: Sequence[Application]) -> bool:
    """What was started is over once the same was applied for."""
    complete = (one for one in applications if one.status is not ApplicationStatus.STARTED)
    return started.status is ApplicationStatus.STARTED and any(
        one.profile == started.profile and one.created_at >= started.created_at for one in complete
    )


class AlsoApplied(StrEnum):
    """What a customer with an application is told of it before asking."""

    RUNNING = "running"
    TO_BE_SIGNED = "to-be-signed"


@dataclass(frozen=True)
class CustomerSummary:
    """The figures of one account, in the order of their telling.

    `may_pay`: something is owed, and the lender has said where to pay it. `as_of`: the day of the figures, where they
    are older than a day. `also_applied`: None where there is no application beside the account.
    """

    status: AccountStatus
    available: Money
    credit_limit: Money
    current_due: Money
    due_date: date | None
    arrears: Money
    balance: Money
    may_pay: bool = False
    as_of: date | None = None
    also_applied: AlsoApplied | None = None


@dataclass(frozen=True)
class ApplicationSummary:
    """`ref`: opaque, to ask for more about it."""

    ref: str
    stage: Stage
    credit_limit: Money


@dataclass(frozen=True)
class ApplicantSummary:
    """Newest first. `has_account`: beside them."""

    applications: tuple[ApplicationSummary, ...]
    has_account: bool = False


@dataclass(frozen=True)
class NeedsSpecialist:
    """An account of which nothing is read out."""


Summary = CustomerSummary | ApplicantSummary | NeedsSpecialist

CUSTOMER_FACTS = (
    Fact.ACCOUNT_STATUS,
    Fact.AVAILABLE_CREDIT,
    Fact.CREDIT_LIMIT,
    Fact.AMOUNT_DUE,
    Fact.DUE_DATE,
    Fact.ARREARS,
    Fact.BALANCE,
)
APPLICANT_FACTS = (Fact.APPLICATION_STATE, Fact.CREDIT_LIMIT)


def summarise(
    journey: Customer | Applicant, open_profiles: Collection[str], now: datetime, part: Part = Part.ACCOUNT
) -> Summary:
    """`open_profiles`: those whose offer is open."""
    newest_first = sorted(journey.applications, key=lambda application: application.created_at, reverse=True)
    applications = tuple(summary_of_application(each, open_profiles, now) for each in newest_first)
    if isinstance(journey, Applicant):
        return ApplicantSummary(applications)
    if any(account.status in SPECIALIST_STATUSES for account in journey.accounts):
        return NeedsSpecialist()
    if part is Part.APPLICATION and applications:
        return ApplicantSummary(applications, has_account=True)
    return replace(_account_summary(told_account(journey.accounts), now), also_applied=_also_applied(applications))


def _also_applied(applications: Sequence[ApplicationSummary]) -> AlsoApplied | None:
    if any(application.stage in MAY_BE_SIGNED for application in applications):
        return AlsoApplied.TO_BE_SIGNED
    return AlsoApplied.RUNNING if applications else None


def told_account(accounts: Sequence[Account]) -> Account:
    """Of several the one that is told of; none of them may need a specialist."""
    return min(accounts, key=lambda account: TOLD_FIRST.index(account.status))


def facts_of(summary: Summary) -> tuple[Fact, ...]:
    match summary:
        case CustomerSummary():
            return (*CUSTOMER_FACTS, Fact.APPLICATION_STATE) if summary.also_applied else CUSTOMER_FACTS
        case ApplicantSummary():
            return APPLICANT_FACTS
        case NeedsSpecialist():
            return ()


def summary_of_application(
    application: Application, open_profiles: Collection[str], now: datetime
) -> ApplicationSummary:
    is_offer_open = application.profile in open_profiles
    return ApplicationSummary(
        application.ref, stage(application, now, is_offer_open=is_offer_open), application.credit_limit
    )


def _account_summary(account: Account, now: datetime) -> CustomerSummary:
    limit = account.limit(LimitType.ACCOUNT)
    zero = Money(0, account.balance.currency)
    return CustomerSummary(
        status=account.status,
        available=limit.available if limit else zero,
        credit_limit=limit.credit_limit if limit else zero,
        current_due=account.current_due,
        due_date=account.due_date,
        arrears=account.arrears,
        balance=account.balance,
        as_of=account.as_of.date() if account.as_of and now - account.as_of > FRESH else None,
    )
