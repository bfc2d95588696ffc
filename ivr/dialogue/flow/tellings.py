"""Which state tells what was read: the summary decides, once its grant has opened it."""

from domain.disclosure import Personal
from domain.journey import ApplicantSummary, CustomerSummary, NeedsSpecialist, Summary
from ivr.dialogue.application_states import TellApplicant, may_sign
from ivr.dialogue.context import CallContext, Reason
from ivr.dialogue.customer_states import TellCustomer
from ivr.dialogue.flow.people import to_specialist
from ivr.dialogue.states import Transferring


def tell(context: CallContext, told: Personal[Summary]) -> TellCustomer | TellApplicant | Transferring:
    match told.open(context.grant):
        case CustomerSummary() as summary:
            figures = Personal(told.person, told.facts, summary)
            return TellCustomer(context, figures, summary.may_pay, has_application=summary.also_applied is not None)
        case ApplicantSummary() as summary:
            return TellApplicant(
                context, Personal(told.person, told.facts, summary), may_sign(summary), summary.has_account
            )
        case NeedsSpecialist():
            return to_specialist(context, Reason.SPECIALIST)
