"""One representative per kind of input and per outcome of a request; their figures are canaries that no text has."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product, repeat

from domain.accounts import AccountStatus, Limit, LimitType, Payment
from domain.applications import Stage
from domain.details import APPLICATION_DETAILS_FACTS, DETAILS_FACTS, AccountDetails, ApplicationDetails
from domain.disclosure import Fact, Grant, Personal
from domain.interest_rates import InterestRate, RateType
from domain.journey import (
    AlsoApplied,
    ApplicantSummary,
    ApplicationSummary,
    CustomerSummary,
    NeedsSpecialist,
    Summary,
    facts_of,
)
from domain.kyc import KycStatus
from domain.money import Money
from domain.offers import Offer
from domain.requests import (
    ApplicationRead,
    CodeAccepted,
    CodeSent,
    DetailsRead,
    NotSignable,
    OffersRead,
    Signed,
    SummaryRead,
    TermsRead,
    WhichApplication,
)
from domain.signing import Obstacle, SignedSummary, TermsSummary
from domain.verification import Level
from ivr.dialogue.canaries import CANARIES, CANARY_DATE, CANARY_INSTANT, CANARY_RATES, bare, filled
from ivr.dialogue.events import DialEnded, DialStatus, Digits, Event
from ivr.dialogue.flow import menu_of
from ivr.dialogue.flow.table import Flow
from ivr.dialogue.identify_states import AskIdentifier
from ivr.dialogue.states import State

GRANT = Grant("somebody", Level.VERIFIED)
NATIONAL, SHORT, CUSTOMER_NUMBER = "198507099805", "8507099805", "10000001"
ENTRIES = (NATIONAL, SHORT, CUSTOMER_NUMBER, f"12*{NATIONAL}", "198507099806", "123", "*", "12*")
CODES = ("482913", "123", "*", "12*456", "48*")
KEYS = ("1", "2", "3", "4", "5", "0", "9", "#", "*")
"""In menus: a test sees that no other acts."""

TERMS = TermsSummary(
    agreement="a1" * 32,
    application="first",
    product="konto",
    credit_limit=Money(2510000),
    nominal_rate=Decimal("17.35"),
    effective_rate=Decimal("23.7"),
    monthly_fee=Money(4300),
    reminder_fee=Money(5900),
    total_cost=Money(298317),
    total_payable=Money(2808317),
    withdrawal_days=14,
)
SPOKEN = "b2" * 32
SIGNED = SignedSummary(account_ending="731", withdraw_until=CANARY_DATE)


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
        yield CustomerSummary(status, available, limit, amount, day, behind, owed, bool(owed), day if behind else None)
    for status, applied in product((AccountStatus.OPEN, AccountStatus.CLOSED), AlsoApplied):
        yield CustomerSummary(
            status, available, limit, due, CANARY_DATE, arrears, balance, True, CANARY_DATE, also_applied=applied
        )
        yield CustomerSummary(status, available, limit, zero, None, zero, zero, also_applied=applied)


def details() -> Iterator[Personal[AccountDetails]]:
    """With all that can be known; with nothing; of an account that is paid off, and of one that never was used."""
    available, limit, due, arrears, balance = CANARIES
    zero = Money(0)
    opened = CustomerSummary(
        AccountStatus.OPEN, available, limit, due, CANARY_DATE, arrears, balance, True, CANARY_DATE
    )
    fresh = CustomerSummary(AccountStatus.OPEN, available, limit, zero, None, zero, zero)
    ended = CustomerSummary(AccountStatus.CANCELLED_PAY_DOWN, zero, zero, due, CANARY_DATE, zero, balance, True)
    payments = (Payment(CANARY_DATE, due), Payment(CANARY_DATE, arrears), Payment(CANARY_DATE, available))
    for told in (
        filled(
            AccountDetails,
            summary=opened,
            cash=Limit(LimitType.CASH, limit, available),
            payments=payments,
            is_registered=True,
        ),
        bare(AccountDetails, summary=fresh),
        filled(AccountDetails, summary=ended, cash=None, payments=payments[:1], is_registered=False),
    ):
        yield Personal(GRANT.person, DETAILS_FACTS, told)


def application_details() -> Iterator[Personal[ApplicationDetails]]:
    """Of each stage; with nothing known beside it where the identity is not checked."""
    rates = tuple(InterestRate(kind, rate) for kind, rate in zip(RateType, CANARY_RATES, strict=True))
    for stage, kyc, priced, registered in (
        *((stage, KycStatus.AUTHENTICATED, rates, True) for stage in Stage),
        (Stage.IDENTITY_PENDING, KycStatus.INITIATED, (), False),
        (Stage.IDENTITY_FAILED, KycStatus.FAILED, (), None),
    ):
        summary = ApplicationSummary("first", stage, CANARIES[0])
        told = filled(ApplicationDetails, summary=summary, kyc=kyc, rates=priced, is_registered=registered)
        yield Personal(GRANT.person, APPLICATION_DETAILS_FACTS, told)


def applicant_summaries() -> Iterator[ApplicantSummary]:
    amounts = CANARIES[:3]
    for stage in Stage:
        for has_account in (False, True):
            yield ApplicantSummary((ApplicationSummary("first", stage, amounts[0]),), has_account)
    for count, stage in product((2, 3), Stage):
        yield several_applications(amounts[:count], stage)


def several_applications(amounts: Sequence[Money], stage: Stage) -> ApplicantSummary:
    refs = ("first", "second", "third", "fourth")
    return ApplicantSummary(tuple(ApplicationSummary(*one) for one in zip(refs, repeat(stage), amounts, strict=False)))


def which_applications() -> Iterator[WhichApplication]:
    for count in (2, 4):
        found = several_applications(CANARIES[:count], Stage.READY_TO_SIGN)
        yield WhichApplication(Personal(GRANT.person, facts_of(found), found))


def summaries() -> Iterator[Personal[Summary]]:
    told: tuple[Summary, ...] = (*customer_summaries(), *applicant_summaries(), NeedsSpecialist())
    for summary in told:
        yield Personal(GRANT.person, facts_of(summary), summary)


def offers() -> Iterator[tuple[Offer, ...]]:
    offer = Offer("konto", "konto", Money(5000000), Money(3500), Money(3500), Decimal("35.00"), True, "", "")
    yield from ((), (offer,), (offer,) * 4)


def not_signable(obstacle: Obstacle) -> NotSignable:
    return NotSignable(obstacle, CANARY_INSTANT if obstacle is Obstacle.PHONE_CHANGED else None)


def dials() -> Iterator[DialEnded]:
    for status, bridged, more in product(DialStatus, (True, False), (True, False)):
        yield DialEnded(status, bridged, more)


OUTCOMES: dict[type, tuple[Event, ...]] = {
    CodeSent: (CodeSent("challenge"),),
    DialEnded: tuple(dials()),
    CodeAccepted: tuple(CodeAccepted(GRANT, summary) for summary in summaries()),
    SummaryRead: tuple(SummaryRead(summary) for summary in summaries()),
    ApplicationRead: tuple(ApplicationRead(told) for told in application_details()),
    DetailsRead: tuple(DetailsRead(told) for told in details()),
    OffersRead: tuple(OffersRead(some, may_apply) for some in offers() for may_apply in sorted({False, bool(some)})),
    TermsRead: (TermsRead(Personal(GRANT.person, (Fact.AGREEMENT_TERMS,), TERMS), SPOKEN),),
    WhichApplication: tuple(which_applications()),
    Signed: (Signed(Personal(GRANT.person, (Fact.NEW_ACCOUNT,), SIGNED)),),
    NotSignable: tuple(map(not_signable, Obstacle)),
}


def events_for(table: Flow, state: State) -> Iterator[Event]:
    """Whatever the table has an arrow for in this state; keys of every kind that the question takes.

    An event that carries nothing stands for itself.
    """
    for source, event in table:
        if source is type(state):
            yield from map(Digits, keys_for(state)) if event is Digits else OUTCOMES.get(event) or (event(),)


def keys_for(state: State) -> Iterable[str]:
    menu = menu_of(state)
    if menu is None or not menu.is_entry:
        return KEYS
    return (*(ENTRIES if isinstance(state, AskIdentifier) else CODES), *menu.acting(state))
