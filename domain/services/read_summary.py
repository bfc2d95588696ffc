"""Tell a verified person where they stand: read afresh, and recorded in the audit in the same transaction."""

from dataclasses import replace

from domain.disclosure import Grant, Personal
from domain.journey import (
    Applicant,
    Customer,
    CustomerSummary,
    Journey,
    Part,
    Summary,
    Unknown,
    facts_of,
    resolve,
    summarise,
)
from domain.repositories import CallRecord, Disclosure
from domain.requests import ReadSummary, Refused, SummaryRead
from domain.services.asked import Asked
from domain.verification import Level


def read_summary(asked: Asked, request: ReadSummary) -> SummaryRead | Refused:
    """The grant that the session carries is believed only where the checkpoint says the same."""
    if request.grant != grant_of(asked.record):
        return Refused()
    summary = tell(asked, request.grant, request.part)
    return SummaryRead(summary) if summary else Refused()


def grant_of(record: CallRecord) -> Grant | None:
    """What the checkpoint of a call has earned."""
    if record.person is None or record.level < Level.VERIFIED:
        return None
    return Grant(record.person, record.level)


def tell(asked: Asked, grant: Grant, part: Part = Part.ACCOUNT) -> Personal[Summary] | None:
    """None where there is nothing to tell any more. A turn that tells leaves one audit row."""
    journey = journey_of(asked, grant)
    if isinstance(journey, Unknown):
        return None
    summary = summary_of(asked, journey, part)
    facts = facts_of(summary)
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, facts, asked.now))
    return Personal(grant.person, facts, summary)


def journey_of(asked: Asked, grant: Grant) -> Journey:
    return resolve(asked.work.accounts.of(grant.person), asked.work.applications.of(grant.person), asked.now)


def summary_of(asked: Asked, journey: Customer | Applicant, part: Part = Part.ACCOUNT) -> Summary:
    """How to pay can be asked by whoever owes something, where the lender has said it."""
    summary = summarise(journey, _open_profiles(asked, journey), asked.now, part)
    if isinstance(summary, CustomerSummary):
        return replace(summary, may_pay=bool(asked.lending.payment_account and summary.balance))
    return summary


def _open_profiles(asked: Asked, journey: Customer | Applicant) -> frozenset[str]:
    """Of use where there is an application."""
    offers = asked.work.offers.list() if journey.applications else ()
    return frozenset(offer.profile for offer in offers if offer.is_open)
