"""Tell a verified applicant the main terms of an agreement; its documents go out with the first telling."""

from domain.agreements import Agreement
from domain.disclosure import Fact, Personal
from domain.repositories import Disclosure
from domain.requests import NotSignable, ReadTerms, Refused, TermsRead
from domain.services.asked import Asked
from domain.services.notices import Notices
from domain.services.offered_agreement import newest_signable
from domain.services.read_summary import grant_of
from domain.signing import Obstacle, TermsSummary

TERMS_FACTS = (Fact.AGREEMENT_TERMS,)


def read_terms(asked: Asked, request: ReadTerms) -> TermsRead | NotSignable | Refused:
    if request.grant != grant_of(asked.record):
        return Refused()
    found = newest_signable(asked, request.grant.person)
    if isinstance(found, Obstacle):
        return NotSignable(found)
    person, agreement = request.grant.person, found.agreement
    asked.work.documents.add(agreement.document)
    asked.work.audit.add(Disclosure(asked.key, person, request.grant.level, TERMS_FACTS, asked.now))
    Notices(asked.work.outbox, person, agreement, asked.now, asked.record.language).terms_sent()
    return TermsRead(Personal(person, TERMS_FACTS, terms_of(agreement)))


def terms_read_again(asked: Asked, request: object) -> TermsRead | NotSignable | Refused:
    """As they are now: they were sent already, and this turn has told them once."""
    return read_terms(asked, request) if isinstance(request, ReadTerms) else Refused()


def terms_of(agreement: Agreement) -> TermsSummary:
    return TermsSummary(
        agreement=agreement.hash,
        product=agreement.product,
        credit_limit=agreement.credit_limit,
        nominal_rate=agreement.nominal_rate,
        effective_rate=agreement.effective_rate,
        monthly_fee=agreement.monthly_fee,
        reminder_fee=agreement.reminder_fee,
        total_cost=agreement.total_cost,
        total_payable=agreement.total_payable,
        withdrawal_days=agreement.withdrawal_days,
    )
