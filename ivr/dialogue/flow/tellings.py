"""Which state tells what was read: the summary decides, once its grant has opened it."""

from domain.applications import MAY_BE_SIGNED
from domain.disclosure import Personal
from domain.journey import ApplicantSummary, CustomerSummary, NeedsSpecialist, Summary
from ivr.dialogue.context import CallContext, Reason
from ivr.dialogue.flow.people import to_specialist
from ivr.dialogue.states import TellApplicant, TellCustomer, Transferring


def tell(context: CallContext, told: Personal[Summary]) -> TellCustomer | TellApplicant | Transferring:
    match told.open(context.grant):
        case CustomerSummary() as summary:
            return TellCustomer(context, Personal(told.person, told.facts, summary), may_pay=summary.may_pay)
        case ApplicantSummary() as summary:
            return TellApplicant(context, Personal(told.person, told.facts, summary), may_sign=_may_sign(summary))
        case NeedsSpecialist():
            return to_specialist(context, Reason.SPECIALIST)


def _may_sign(summary: ApplicantSummary) -> bool:
    return any(application.stage in MAY_BE_SIGNED for application in summary.applications)
