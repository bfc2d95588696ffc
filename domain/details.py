"""More than a summary: what a verified person is told of an account or an application on request."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.accounts import Account, AccountStatus, Limit, LimitType, Payment
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact
from domain.interest_rates import InterestRate, rates_of
from domain.journey import (
    APPLICANT_FACTS,
    CUSTOMER_FACTS,
    ApplicationSummary,
    CustomerSummary,
    told_account,
)
from domain.kyc import KycStatus
from domain.offers import Offer

MOST_PAYMENTS = 3
DETAILS_FACTS = (*CUSTOMER_FACTS, Fact.PAYMENTS, Fact.REGISTERED)
APPLICATION_DETAILS_FACTS = (*APPLICANT_FACTS, Fact.INTEREST_RATES, Fact.KYC, Fact.REGISTERED)


@dataclass(frozen=True)
class AccountDetails:
    """`payments`: newest first. `is_registered`: for the online services; None: not known."""

    summary: CustomerSummary
    cash: Limit | None
    payments: tuple[Payment, ...]
    is_registered: bool | None


@dataclass(frozen=True)
class ApplicationDetails:
    """`rates`: none where nothing will be lent. `is_registered`: as in AccountDetails."""

    summary: ApplicationSummary
    kyc: KycStatus
    rates: tuple[InterestRate, ...]
    is_registered: bool | None


def details_of(accounts: Sequence[Account], summary: CustomerSummary, *, is_registered: bool | None) -> AccountDetails:
    """Of the account that `summary` is of. Cash is for accounts that are open."""
    account = told_account(accounts)
    cash = account.limit(LimitType.CASH) if account.status is AccountStatus.OPEN else None
    return AccountDetails(summary, cash, account.last_payments[:MOST_PAYMENTS], is_registered)


def application_details(
    application: Application, offer: Offer | None, summary: ApplicationSummary, *, is_registered: bool | None
) -> ApplicationDetails:
    """`offer`: the one that was applied for. `summary`: of the same application."""
    is_lent = offer is not None and application.status is not ApplicationStatus.REJECTED
    rates = rates_of(offer, application.credit_limit) if offer and is_lent else ()
    return ApplicationDetails(summary, application.kyc, rates, is_registered)
