"""Tell a verified applicant the main terms of an agreement; its documents go out with the first telling."""

from collections.abc import Sequence

from domain.agreements import Agreement
from domain.disclosure import Fact, Grant, Personal
from domain.journey import ApplicantSummary, summary_of_application
from domain.repositories import Disclosure
from domain.requests import NotSignable, ReadTerms, Refused, TermsRead, WhichApplication
from domain.services.asked import Asked
from domain.services.notices import Notices
from domain.services.offered_agreement import Signable, not_signable, signable
from domain.services.read_application import which
from domain.services.read_summary import grant_of
from domain.services.told_terms import heard_today, terms_of
from domain.signing import Obstacle

TERMS_FACTS = (Fact.AGREEMENT_TERMS,)


def read_terms(asked: Asked, request: ReadTerms) -> TermsRead | WhichApplication | NotSignable | Refused:
    """An application that is somebody else's is none."""
    if request.grant != grant_of(asked.record):
        return Refused()
    found = signable(asked, request.grant.person, request.application)
    if isinstance(found, Obstacle):
        return not_signable(asked, request.grant.person, found)
    return _read(asked, request.grant, found[0].agreement) if len(found) == 1 else _which(asked, request.grant, found)


def _which(asked: Asked, grant: Grant, found: Sequence[Signable]) -> WhichApplication:
    open_profiles = [one.application.profile for one in found]
    summaries = tuple(summary_of_application(one.application, open_profiles, asked.now) for one in found)
    return which(asked, grant, ApplicantSummary(summaries, bool(asked.work.accounts.of(grant.person))))


def _read(asked: Asked, grant: Grant, agreement: Agreement) -> TermsRead:
    person = grant.person
    asked.work.documents.add(agreement.document)
    asked.work.audit.add(Disclosure(asked.key, person, grant.level, TERMS_FACTS, asked.now))
    Notices(asked.work.outbox, person, agreement, asked.now, asked.record.language).terms_sent()
    return TermsRead(Personal(person, TERMS_FACTS, terms_of(agreement)), heard_today(asked, agreement).spoken)
