"""One representative per kind of input and per outcome of a request; their figures are canaries that no text has."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from domain.accounts import AccountStatus
from domain.applications import Stage
from domain.disclosure import Grant, Personal
from domain.journey import (
    ApplicantSummary,
    ApplicationSummary,
    CustomerSummary,
    NeedsSpecialist,
    Summary,
    facts_of,
)
from domain.money import Money
from domain.offers import Offer
from domain.requests import (
    CodeAccepted,
    CodeSent,
    CodeWrong,
    OffersRead,
    Refused,
    ResendTooSoon,
    SummaryRead,
)
from domain.verification import Level
from ivr.dialogue.events import AgentTook, DialEnded, DialStatus, Digits, Event, HungUp, NoInput, ServiceFailed
from ivr.dialogue.flow.table import Flow
from ivr.dialogue.states import AskIdentifier, AwaitCode, State

GRANT = Grant("somebody", Level.VERIFIED)
NATIONAL, SHORT, CUSTOMER_NUMBER = "198507099805", "8507099805", "10000001"
ENTRIES = (NATIONAL, SHORT, CUSTOMER_NUMBER, f"12*{NATIONAL}", "198507099806", "123", "*", "12*")
CODES = ("482913", "123", "*", "12*456", "48*")
KEYS = ("1", "2", "3", "0", "9", "#", "*")

CANARY_DATE = date(2026, 11, 28)
CANARIES = [Money(minor) for minor in (3765450, 5100200, 123456, 271828, 1618033)]


def customer_summaries() -> Iterator[CustomerSummary]:
    available, limit, due, arrears, balance = CANARIES
    zero = Money(0)
    told_of_due = ((due, CANARY_DATE), (zero, CANARY_DATE), (zero, None))
    for status, (amount, day), behind, owed in product(
        (AccountStatus.OPEN, AccountStatus.CLOSED, AccountStatus.CANCELLED_PAY_DOWN),
        told_of_due,
        (zero, arrears),
        (zero, balance),
    ):
        yield CustomerSummary(status, available, limit, amount, day, behind, owed)


def applicant_summaries() -> Iterator[ApplicantSummary]:
    amounts = CANARIES[:3]
    for stage in Stage:
        yield ApplicantSummary((ApplicationSummary(stage, amounts[0]),))
    for count, stage in product((2, 3), Stage):
        yield ApplicantSummary(tuple(ApplicationSummary(stage, amount) for amount in amounts[:count]))


def summaries() -> Iterator[Personal[Summary]]:
    told: tuple[Summary, ...] = (*customer_summaries(), *applicant_summaries(), NeedsSpecialist())
    for summary in told:
        yield Personal(GRANT.person, facts_of(summary), summary)


def offers() -> Iterator[tuple[Offer, ...]]:
    offer = Offer("konto", "konto", Money(5000000), Money(3500), Money(3500), Decimal("35.00"), True, "", "")
    yield from ((), (offer,), (offer,) * 4)


def dials() -> Iterator[DialEnded]:
    for status, bridged, more in product(DialStatus, (True, False), (True, False)):
        yield DialEnded(status, bridged, more)


OUTCOMES: dict[type, tuple[Event, ...]] = {
    NoInput: (NoInput(),),
    HungUp: (HungUp(),),
    AgentTook: (AgentTook(),),
    ServiceFailed: (ServiceFailed(),),
    CodeSent: (CodeSent("challenge"),),
    CodeWrong: (CodeWrong(),),
    Refused: (Refused(),),
    ResendTooSoon: (ResendTooSoon(),),
    DialEnded: tuple(dials()),
    CodeAccepted: tuple(CodeAccepted(GRANT, summary) for summary in summaries()),
    SummaryRead: tuple(SummaryRead(summary) for summary in summaries()),
    OffersRead: tuple(OffersRead(some) for some in offers()),
}


def events_for(table: Flow, state: State) -> Iterator[Event]:
    """Whatever the table has an arrow for in this state; keys of every kind that the question takes."""
    for source, event in table:
        if source is type(state):
            yield from map(Digits, keys_for(state)) if event is Digits else OUTCOMES[event]


def keys_for(state: State) -> tuple[str, ...]:
    match state:
        case AskIdentifier():
            return (*ENTRIES, "0", "1", "2")
        case AwaitCode():
            return (*CODES, "0", "1")
    return KEYS
