"""What a customer or an applicant hears of themselves, and the menu after it. Every repeat is read afresh."""

from domain.journey import Part
from domain.requests import Refused, SummaryRead, Topic
from ivr.dialogue.application_states import TellApplicant
from ivr.dialogue.context import Reason
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.detail_states import ReadingDetails
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.details import read_details
from ivr.dialogue.flow.menus import END, PERSON, menu_of, misunderstood, no_input, silent
from ivr.dialogue.flow.people import nothing_to_tell, to_specialist
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.tellings import tell
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.signing_states import TellSigned
from ivr.dialogue.states import ReadingSummary, SendingText, Transferring

Told = TellCustomer | CustomerMenu


def again(state: Told | TellSigned) -> ReadingSummary | Transferring:
    return read_again(state.context)


def wrong(state: Told | TellSigned) -> Transferring:
    return to_specialist(state.context, Reason.SOMETHING_WRONG)


def application(state: Told) -> ReadingSummary | Transferring:
    return read_again(state.context, Part.APPLICATION)


def text(state: Told | TellSigned) -> SendingText | Transferring:
    return send_text(menu_of(state), Topic.SUMMARY)


def more(state: Told | TellSigned) -> ReadingDetails | Transferring:
    return read_details(state.context)


AGAIN: Option[Told] = Option("again", again)
CUSTOMER: Menu[Told] = Menu(
    (
        AGAIN,
        Option("wrong", wrong),
        # Beside an application the text has to yield: that of the details, which is offered after them, has it all.
        Option("application", application, offered=lambda state: state.has_application),
        Option("text", text, offered=lambda state: not state.has_application),
        Option("more", more, offered=lambda state: not state.may_pay),
        Option("more-and-pay", more, offered=lambda state: state.may_pay),
        PERSON,
        END,
    ),
    otherwise=misunderstood,
    at_hash=AGAIN,
)


def tell_again(state: ReadingSummary, event: SummaryRead) -> TellCustomer | TellApplicant | Transferring:
    return tell(state.context, event.summary)


ACCOUNT: Flow = flow(
    on(TellCustomer, Digits, CUSTOMER),
    on(TellCustomer, NoInput, silent),
    on(CustomerMenu, Digits, CUSTOMER),
    on(CustomerMenu, NoInput, no_input),
    on(ReadingSummary, SummaryRead, tell_again),
    on(ReadingSummary, Refused, nothing_to_tell),
    on(ReadingSummary, ServiceFailed, nothing_to_tell),
)
