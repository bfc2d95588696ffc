"""Tell a verified customer more than the summary: read afresh, and recorded in the audit in the same transaction."""

from domain.details import DETAILS_FACTS, AccountDetails, details_of
from domain.disclosure import Grant, Personal
from domain.journey import Customer, CustomerSummary
from domain.repositories import Disclosure
from domain.requests import DetailsRead, ReadDetails, Refused
from domain.services.asked import Asked
from domain.services.read_summary import grant_of, journey_of, summary_of


def read_details(asked: Asked, request: ReadDetails) -> DetailsRead | Refused:
    """Refused where there is no account, or one of which nothing is read out."""
    if request.grant != grant_of(asked.record):
        return Refused()
    details = tell_details(asked, request.grant)
    return DetailsRead(details) if details else Refused()


def tell_details(asked: Asked, grant: Grant) -> Personal[AccountDetails] | None:
    """A turn that tells leaves one audit row."""
    journey = journey_of(asked, grant)
    summary = summary_of(asked, journey) if isinstance(journey, Customer) else None
    if not isinstance(journey, Customer) or not isinstance(summary, CustomerSummary):
        return None
    person = asked.work.people.get(grant.person)
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, DETAILS_FACTS, asked.now))
    details = details_of(journey.accounts, summary, is_registered=person.registered if person else None)
    return Personal(grant.person, DETAILS_FACTS, details)
