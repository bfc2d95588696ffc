"""Figures and facts as prompts, most wanted first."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from domain.accounts import AccountStatus
from domain.details import AccountDetails, ApplicationDetails
from domain.interest_rates import RateType
from domain.journey import ApplicantSummary, CustomerSummary
from domain.offers import Offer
from domain.signing import Obstacle, SignedSummary, TermsSummary
from ivr.dialogue.voice import Digits, Prompt, prompt

THANKS = prompt("thanks")

MOST_OFFERS, MOST_APPLICATIONS = 3, 2
"""In one telling: with more it would be too long to listen to."""

TERMS_PAGES = 2
RATES = (RateType.SAR, RateType.AER, RateType.APR)
"""In the order in which each explains the next."""


def customer(summary: CustomerSummary) -> Iterator[Prompt]:
    yield THANKS
    yield from account(summary)


def account(summary: CustomerSummary) -> Iterator[Prompt]:
    """First of the account itself; where that is long, the menu alone names the application."""
    yield from figures(summary)
    if summary.also_applied and not _is_long(summary):
        yield prompt(f"also-applied-{summary.also_applied}")


def figures(summary: CustomerSummary) -> Iterator[Prompt]:
    """Closed and pay-down say so first, then arrears, what can be spent, what is due."""
    if summary.as_of:
        yield prompt("as-of", day=summary.as_of)
    if summary.status is not AccountStatus.OPEN:
        yield prompt("account-closed" if summary.status is AccountStatus.CLOSED else "account-paying-down")
    if summary.arrears:
        yield prompt("arrears", amount=summary.arrears)
    if summary.status is AccountStatus.OPEN:
        yield prompt("available", amount=summary.available)
        if not _is_long(summary):
            yield prompt("limit", amount=summary.credit_limit)
    yield due(summary)


def _is_long(summary: CustomerSummary) -> bool:
    """Too long to listen to: the limit is left to the details."""
    return bool(summary.arrears) and summary.as_of is not None


def details(details: AccountDetails) -> tuple[tuple[Prompt, ...], ...]:
    """In pages, one at least: what was used; what is due; what was paid."""
    summary = details.summary
    first = prompt("as-of", day=summary.as_of) if summary.as_of else None
    paid = tuple(prompt("payment", amount=payment.amount, day=payment.day) for payment in details.payments)
    used, due = tuple(_used(details)), (*owed(summary), *_standing(details))
    pages = [page for page in (used, due, paid) if page]
    return ((first, *pages[0]), *pages[1:]) if first else tuple(pages)


def _used(details: AccountDetails) -> Iterator[Prompt]:
    if details.summary.status is AccountStatus.OPEN and details.summary.balance:
        yield prompt("balance-open", amount=details.summary.balance)
    if details.cash:
        yield prompt("cash", available=details.cash.available, limit=details.cash.credit_limit)


def _standing(details: AccountDetails) -> Iterator[Prompt]:
    if details.summary.status is AccountStatus.OPEN and _is_long(details.summary):
        yield prompt("limit", amount=details.summary.credit_limit)
    yield from _registered(details.is_registered)


def application(details: ApplicationDetails) -> tuple[tuple[Prompt, ...], ...]:
    """In pages, one at least: what was checked, what is to be done next; the rates."""
    summary = details.summary
    standing = (prompt(f"kyc-{details.kyc}"), prompt(f"next-{summary.stage}"), *_registered(details.is_registered))
    rates = {rate.type: prompt(f"rate-{rate.type.lower()}", rate=rate.rate) for rate in details.rates}
    return (standing, tuple(rates[kind] for kind in RATES)) if rates else (standing,)


def _registered(is_registered: bool | None) -> Iterator[Prompt]:
    if is_registered is not None:
        yield prompt("registered" if is_registered else "registered-not-yet")


def owed(summary: CustomerSummary) -> Iterator[Prompt]:
    if summary.arrears:
        yield prompt("arrears", amount=summary.arrears)
    yield due(summary)


def due(summary: CustomerSummary) -> Prompt:
    """The next payment; of an account that is no longer open, all that is left."""
    if summary.status is not AccountStatus.OPEN:
        return prompt("balance", amount=summary.balance) if summary.balance else prompt("balance-none")
    if summary.due_date is None:
        return prompt("due-not-yet")
    if not summary.current_due:
        return prompt("due-none")
    return prompt("due", amount=summary.current_due, date=summary.due_date)


def applicant(summary: ApplicantSummary) -> Iterator[Prompt]:
    yield THANKS
    yield from applications(summary)


def applications(summary: ApplicantSummary) -> Iterator[Prompt]:
    """Newest first."""
    if len(summary.applications) > 1:
        yield prompt("applications", count=len(summary.applications))
    for application in islice(summary.applications, MOST_APPLICATIONS):
        yield prompt(f"application-{application.stage}", amount=application.credit_limit)


def terms(summary: TermsSummary, page: int) -> Iterator[Prompt]:
    """What is lent and at which price; then what it costs in all, and the right to withdraw."""
    if page == 1:
        yield prompt("terms-agreement", product=summary.product, amount=summary.credit_limit)
        yield prompt("terms-rates", nominal=summary.nominal_rate, effective=summary.effective_rate)
        yield prompt("terms-fees", monthly=summary.monthly_fee, reminder=summary.reminder_fee)
        yield prompt("terms-documents")
    else:
        yield prompt("terms-cost", cost=summary.total_cost, total=summary.total_payable)
        yield prompt("terms-withdrawal", days=summary.withdrawal_days)


def signed(summary: SignedSummary) -> Iterator[Prompt]:
    yield prompt("signed")
    yield prompt("signed-account", ending=Digits(summary.account_ending))
    yield prompt("signed-confirmation")
    yield prompt("signed-withdrawal", until=summary.withdraw_until)


def cannot_sign(obstacle: Obstacle, signs_from: datetime | None) -> Prompt:
    """`signs_from`: told as the full hour that is then, or comes next."""
    key = f"cannot-sign-{obstacle}"
    return prompt(key) if signs_from is None else prompt(key, **{"from": _full_hour(signs_from)})


def _full_hour(at: datetime) -> datetime:
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour if hour == at else hour + timedelta(hours=1)


def offers(open_offers: tuple[Offer, ...]) -> Iterator[Prompt]:
    yield prompt("offers") if open_offers else prompt("offers-none")
    for offer in open_offers[:MOST_OFFERS]:
        yield prompt("offer", title=offer.title, limit=offer.max_credit_limit, fee=offer.monthly_admin_fee)
