"""Tell a verified applicant more of one application: read afresh, and recorded in the audit in the same transaction."""

from domain.details import APPLICATION_DETAILS_FACTS, ApplicationDetails, application_details
from domain.disclosure import Grant, Personal
from domain.journey import APPLICANT_FACTS, ApplicantSummary, ApplicationSummary, Part, Unknown
from domain.reading import ApplicationRead, ReadApplication, WhichApplication
from domain.repositories import Disclosure
from domain.requests import Refused
from domain.services.asked import Asked
from domain.services.read_summary import grant_of, journey_of, summary_of


def read_application(asked: Asked, request: ReadApplication) -> ApplicationRead | WhichApplication | Refused:
    """An application that is somebody else's is none."""
    if request.grant != grant_of(asked.record):
        return Refused()
    summary = _applicant(asked, request.grant)
    found = summary.applications if request.application is None else _named(summary, request.application)
    if len(found) > 1:
        return which(asked, request.grant, summary)
    details = _told(asked, request.grant, found[0]) if found else None
    return ApplicationRead(details) if details else Refused()


def application_read_again(asked: Asked, request: object) -> ApplicationRead | WhichApplication | Refused:
    return read_application(asked, request) if isinstance(request, ReadApplication) else Refused()


def tell_application(asked: Asked, grant: Grant, ref: str | None) -> Personal[ApplicationDetails] | None:
    """None where it is not known which one, or where there is none."""
    answer = read_application(asked, ReadApplication(grant, ref))
    return answer.details if isinstance(answer, ApplicationRead) else None


def which(asked: Asked, grant: Grant, summary: ApplicantSummary) -> WhichApplication:
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, APPLICANT_FACTS, asked.now))
    return WhichApplication(Personal(grant.person, APPLICANT_FACTS, summary))


def _applicant(asked: Asked, grant: Grant) -> ApplicantSummary:
    """Empty where nothing of this person is read out."""
    journey = journey_of(asked, grant)
    summary = None if isinstance(journey, Unknown) else summary_of(asked, journey, Part.APPLICATION)
    return summary if isinstance(summary, ApplicantSummary) else ApplicantSummary(())


def _named(summary: ApplicantSummary, ref: str) -> tuple[ApplicationSummary, ...]:
    return tuple(one for one in summary.applications if one.ref == ref)


def _told(asked: Asked, grant: Grant, summary: ApplicationSummary) -> Personal[ApplicationDetails] | None:
    """A turn that tells leaves one audit row."""
    application, person = asked.work.applications.get(summary.ref), asked.work.people.get(grant.person)
    if application is None or person is None:
        return None
    offer = asked.work.offers.get(application.profile)
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, APPLICATION_DETAILS_FACTS, asked.now))
    details = application_details(application, offer, summary, is_registered=person.registered)
    return Personal(grant.person, APPLICATION_DETAILS_FACTS, details)
