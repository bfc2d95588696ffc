"""Apply for an account of one profile: 18 or older, an open offer, no account of that profile yet."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.agreements import CreditTerms, cost_example
from domain.applicants import NewApplication
from domain.applications import APPROVAL_LIFETIME, Application, ApplicationStatus
from domain.credit_decision import Decision
from domain.errors import InvalidIdentifier
from domain.identifiers import ADULT_AGE
from domain.kyc import KycStatus
from domain.money import Money
from domain.offers import Offer
from domain.people import Person
from domain.services.applicant import found_or_added
from domain.services.lending import Lending
from domain.services.opening import AccountProfileExists, has_profile
from domain.unit_of_work import UnitOfWork

__all__ = ["AccountProfileExists", "Invalid", "NoSuchOffer", "apply"]


@dataclass(frozen=True)
class Invalid:
    """`parameter` is the wire's, in the way of its problems: `NationalConsumerIdentifier.Value`."""

    parameter: str
    why: str


@dataclass(frozen=True)
class NoSuchOffer:
    pass


def apply(
    work: UnitOfWork, lending: Lending, profile: str, posted: NewApplication, *, by: str, now: datetime, today: date
) -> Application | Invalid | NoSuchOffer | AccountProfileExists:
    """`by`: the token's subject; `today` in the time zone of the line."""
    offer = work.offers.get(profile)
    if offer is None:
        return NoSuchOffer()
    if fault := _fault(offer, posted, today):
        return fault
    person = found_or_added(work, lending, posted.details, now)
    if has_profile(work, person.ref, profile):
        return AccountProfileExists()
    application = _application(lending, offer, person, posted, now)
    work.applications.add(application, by)
    return application


def _fault(offer: Offer, posted: NewApplication, today: date) -> Invalid | None:
    """What the form alone does not tell."""
    if not offer.is_open:
        return Invalid("AccountProfile", "The AccountProfile is not open for applications.")
    if posted.credit_limit <= 0:
        return Invalid("CreditLimit", "The CreditLimit must be greater than 0.")
    if not _has_a_stated_rate(offer, posted):
        return Invalid("CreditLimit", "The CreditLimit is too small beside the fees of this offer.")
    try:
        is_adult = posted.details.national_number.age_on(today) >= ADULT_AGE
    except InvalidIdentifier:
        return Invalid("NationalConsumerIdentifier.Value", "The Value is not a valid personnummer.")
    return None if is_adult else Invalid("NationalConsumerIdentifier.Value", "The person must be 18 or older.")


def _has_a_stated_rate(offer: Offer, posted: NewApplication) -> bool:
    """A few kronor under a monthly fee have no effective rate that an agreement could state."""
    limit = Money.of(posted.credit_limit, offer.max_credit_limit.currency)
    try:
        cost_example(CreditTerms(limit, offer.interest or Decimal(0), offer.monthly_admin_fee))
    except ValueError:
        return False
    return True


def _application(lending: Lending, offer: Offer, person: Person, posted: NewApplication, now: datetime) -> Application:
    limit = Money.of(posted.credit_limit, offer.max_credit_limit.currency)
    is_granted = lending.decision.decide(offer, limit, posted.details) is Decision.GRANTED
    return Application(
        ref=lending.numbers.reference(),
        person=person.ref,
        profile=offer.profile,
        status=ApplicationStatus.AWAITING_SIGN,
        kyc=KycStatus.INITIATED,
        pep=posted.details.is_pep,
        credit_limit=limit,
        created_at=now,
        in_review=not is_granted,
        approval_expires_at=now + APPROVAL_LIFETIME if is_granted else None,
        details=posted.details,
    )
