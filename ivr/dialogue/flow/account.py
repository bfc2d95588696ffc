"""What a customer or an applicant hears of themselves, and the menu after it. Every repeat is read afresh."""

from dataclasses import replace

from domain.journey import Part
from domain.requests import Refused, SummaryRead, Topic
from ivr.dialogue.application_states import TellApplicant
from ivr.dialogue.choices import Choice, chosen, of_customer
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.detail_states import ReadingDetails
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.details import read_details
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import nothing_to_tell, to_person, to_specialist
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.tellings import tell
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.states import CustomerMenu, Goodbye, ReadingSummary, SendingText, TellCustomer, Transferring


def choose(  # noqa: PLR0911 - one for each choice
    state: TellCustomer | CustomerMenu, event: Digits
) -> ReadingSummary | ReadingDetails | SendingText | Transferring | Goodbye | CustomerMenu:
    if event.keys == "9":
        return Goodbye(state.context, Farewell.ENDED)
    match chosen(event.keys, of_customer(state)):
        case Choice.AGAIN:
            return read_again(state.context)
        case Choice.WRONG:
            return to_specialist(state.context, Reason.SOMETHING_WRONG)
        case Choice.TEXT:
            return send_text(menu_of(state), Topic.SUMMARY)
        case Choice.APPLICATION:
            return read_again(state.context, Part.APPLICATION)
        case Choice.MORE | Choice.MORE_AND_PAY:
            return read_details(state.context)
    return to_person(state.context) if event.keys == "0" else asked_again(menu_of(state), Hint.UNREADABLE)


def menu_of(state: TellCustomer | CustomerMenu) -> CustomerMenu:
    """The menu after the telling, no try taken yet."""
    if isinstance(state, CustomerMenu):
        return state
    return CustomerMenu(state.context, Hint.FIRST, 0, state.may_pay, state.has_application)


def silent_after_telling(state: TellCustomer, _: NoInput) -> CustomerMenu:
    return replace(menu_of(state), hint=Hint.SILENT, tries=1)


def tell_again(state: ReadingSummary, event: SummaryRead) -> TellCustomer | TellApplicant | Transferring:
    return tell(state.context, event.summary)


ACCOUNT: Flow = flow(
    on(TellCustomer, Digits, choose),
    on(TellCustomer, NoInput, silent_after_telling),
    on(CustomerMenu, Digits, choose),
    on(CustomerMenu, NoInput, no_input),
    on(ReadingSummary, SummaryRead, tell_again),
    on(ReadingSummary, Refused, nothing_to_tell),
    on(ReadingSummary, ServiceFailed, nothing_to_tell),
)
