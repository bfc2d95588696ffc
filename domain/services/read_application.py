"""Tell a verified applicant more of one application: read afresh, and recorded in the audit in the same transaction."""

from dataclasses import replace

from domain.details import APPLICATION_DETAILS_FACTS, ApplicationDetails, application_details
from domain.disclosure import Grant, Personal
from domain.journey import APPLICANT_FACTS, ApplicantSummary, Journey, Part, Unknown
from domain.repositories import Disclosure
from domain.requests import ApplicationRead, ReadApplication, Refused, WhichApplication
from domain.services.asked import Asked
from domain.services.read_summary import grant_of, journey_of, summary_of


def read_application(asked: Asked, request: ReadApplication) -> ApplicationRead | WhichApplication | Refused:
    """An application that is somebody else's is none."""
    if request.grant != grant_of(asked.record):
        return Refused()
    journey = journey_of(asked, request.grant)
    meant = _meant(asked, journey, request.application)
    if len(meant.applications) > 1:
        return which(asked, request.grant, meant)
    details = _told(asked, request.grant, journey, meant)
    return ApplicationRead(details) if details else Refused()


def tell_application(asked: Asked, grant: Grant, ref: str | None) -> Personal[ApplicationDetails] | None:
    """None where there is none, or where it is not known which one."""
    journey = journey_of(asked, grant)
    return _told(asked, grant, journey, _meant(asked, journey, ref))


def which(asked: Asked, grant: Grant, summary: ApplicantSummary) -> WhichApplication:
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, APPLICANT_FACTS, asked.now))
    return WhichApplication(Personal(grant.person, APPLICANT_FACTS, summary))


def _meant(asked: Asked, journey: Journey, ref: str | None) -> ApplicantSummary:
    """Without applications where nothing of this person is read out."""
    summary = None if isinstance(journey, Unknown) else summary_of(asked, journey, Part.APPLICATION)
    if not isinstance(summary, ApplicantSummary):
        return ApplicantSummary(())
    return replace(summary, applications=tuple(one for one in summary.applications if ref in (None, one.ref)))


def _told(asked: Asked, grant: Grant, journey: Journey, meant: ApplicantSummary) -> Personal[ApplicationDetails] | None:
    """A turn that tells leaves one audit row."""
    person = asked.work.people.get(grant.person)
    if isinstance(journey, Unknown) or person is None or len(meant.applications) != 1:
        return None
    [summary] = meant.applications
    application = next(one for one in journey.applications if one.ref == summary.ref)
    offer = asked.work.offers.get(application.profile)
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, APPLICATION_DETAILS_FACTS, asked.now))
    details = application_details(application, offer, summary, is_registered=person.registered)
    return Personal(grant.person, APPLICATION_DETAILS_FACTS, details)
