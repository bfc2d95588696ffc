"""Where somebody is in the journey, for a system that asks: read afresh, with one row in the audit for each telling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.accounts import Account, AccountStatus, LimitType
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact
from domain.interest_rates import InterestRate, rates_of
from domain.journey import APPLICANT_FACTS, CUSTOMER_FACTS, Applicant, Customer, Journey, Unknown, resolve
from domain.money import Money
from domain.offers import Offer
from domain.people import Person
from domain.repositories import Disclosure
from domain.requests import TurnKey
from domain.services.onboarding import Operation, operations_of, operations_of_offer
from domain.unit_of_work import UnitOfWork
from domain.verification import Level

CUSTOMERS_FACTS = (*CUSTOMER_FACTS, Fact.USER_TYPE, Fact.ACCOUNT_NUMBER, Fact.PAYMENTS, Fact.REGISTERED)
APPLICANTS_FACTS = (*APPLICANT_FACTS, Fact.USER_TYPE, Fact.INTEREST_RATES, Fact.KYC, Fact.REGISTERED)
WEIGHTIEST_FIRST = (
    AccountStatus.FRAUD,
    AccountStatus.CHARGE_OFF,
    AccountStatus.OPEN,
    AccountStatus.CANCELLED_PAY_DOWN,
    AccountStatus.CLOSED,
)
"""Of several accounts the first is the one that decides what is to be done."""


class UserType(StrEnum):
    """The wire's words. Unknown is no type: of such people nothing is answered."""

    APPLICANT = "applicant"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Inquiry:
    """One request of a system. `ref`: opaque, new for each. `level`: how sure it is that its person is there."""

    ref: str
    asked_by: str
    level: Level
    now: datetime

    def disclosure(self, person: str, facts: tuple[Fact, ...], number: int = 0) -> Disclosure:
        """`number`: which of those that this request is told."""
        return Disclosure(TurnKey(self.ref, number), person, self.level, facts, self.now, self.asked_by)


@dataclass(frozen=True)
class RunningApplication:
    application: Application
    rates: tuple[InterestRate, ...]
    operations: Sequence[Operation]


@dataclass(frozen=True)
class JourneyDetails:
    """`accounts`: the weightiest first; `applications`: those that run, newest first."""

    person: Person
    user_type: UserType
    accounts: Sequence[Account]
    applications: Sequence[RunningApplication]


def read_journey(work: UnitOfWork, person: str, inquiry: Inquiry) -> JourneyDetails | None:
    """None for whoever is unknown, in a table or not."""
    known, journey = work.people.get(person), journey_of(work, person, inquiry.now)
    if known is None or isinstance(journey, Unknown):
        return None
    accounts = journey.accounts if isinstance(journey, Customer) else ()
    newest_first = sorted(journey.applications, key=lambda one: (one.created_at, one.ref), reverse=True)
    work.audit.add(inquiry.disclosure(person, _facts(journey)))
    return JourneyDetails(
        person=known,
        user_type=user_type_of(journey),
        accounts=sorted(accounts, key=lambda account: WEIGHTIEST_FIRST.index(account.status)),
        applications=[_running(work, application, inquiry.now) for application in newest_first],
    )


def covers(work: UnitOfWork, person: str, purchase: Money, kind: LimitType, inquiry: Inquiry) -> bool | None:
    """Whether one open account has so much left to spend or withdraw; None for whoever is unknown."""
    journey = journey_of(work, person, inquiry.now)
    if isinstance(journey, Unknown):
        return None
    work.audit.add(inquiry.disclosure(person, (Fact.AVAILABLE_CREDIT,)))
    accounts = journey.accounts if isinstance(journey, Customer) else ()
    return any(_covers(account, purchase, kind) for account in accounts if account.status is AccountStatus.OPEN)


def journey_of(work: UnitOfWork, person: str, now: datetime) -> Journey:
    return resolve(work.accounts.of(person), work.applications.of(person), now)


def user_type_of(journey: Customer | Applicant) -> UserType:
    return UserType.CUSTOMER if isinstance(journey, Customer) else UserType.APPLICANT


def _facts(journey: Customer | Applicant) -> tuple[Fact, ...]:
    of_accounts = CUSTOMERS_FACTS if isinstance(journey, Customer) else ()
    of_applications = APPLICANTS_FACTS if journey.applications else ()
    return tuple(dict.fromkeys((*of_accounts, *of_applications)))


def _running(work: UnitOfWork, application: Application, now: datetime) -> RunningApplication:
    offer = work.offers.get(application.profile)
    rates = rates_of(offer, application.credit_limit) if offer else ()
    return RunningApplication(application, rates, _operations(application, offer, now))


def _operations(application: Application, offer: Offer | None, now: datetime) -> Sequence[Operation]:
    """What was started goes on by being applied for."""
    if application.status is ApplicationStatus.STARTED:
        return operations_of_offer(offer) if offer else []
    return operations_of(application, now)


def _covers(account: Account, purchase: Money, kind: LimitType) -> bool:
    """In its own currency: an amount in another one is never covered."""
    limit = account.limit(kind)
    return limit is not None and limit.available.currency == purchase.currency and limit.available >= purchase
