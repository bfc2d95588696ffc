"""More about an account, in pages, and the menu after the last one. A star goes back to the summary."""

from dataclasses import replace

from domain.requests import DetailsRead, Refused, Topic
from ivr.dialogue import tell
from ivr.dialogue.choices import Choice, chosen, of_details
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.detail_states import DetailsMenu, ReadingDetails, TellDetails
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.call_back import to_be_called_back
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import nothing_to_tell, to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.states import Goodbye, ReadingSummary, SendingText, Transferring

LEAVING = ("0", "9", "*")
Acted = ReadingDetails | SendingText | AskingCallBack | Transferring | DetailsMenu


def read_details(context: CallContext) -> ReadingDetails | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    return ReadingDetails(context, context.grant) if context.grant else to_person(context, Reason.FAILURE)


def tell_details(state: ReadingDetails, event: DetailsRead) -> TellDetails:
    details = event.details.open(state.context.grant)
    return TellDetails(state.context, event.details, len(tell.details(details)), details.summary.may_pay)


def listen(state: TellDetails, event: Digits) -> Acted | ReadingSummary | TellDetails | Goodbye:
    """Any key that has no meaning goes on, too, while there are pages left."""
    if chosen(event.keys, of_details(state)) is Choice.AGAIN or event.keys in LEAVING or state.page == state.pages:
        return choose(state, event)
    return replace(state, page=state.page + 1)


def choose(state: TellDetails | DetailsMenu, event: Digits) -> Acted | ReadingSummary | Goodbye:
    match event.keys:
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
        case "0":
            return to_person(state.context)
        case "*":
            return read_again(state.context)
    return act(state, chosen(event.keys, of_details(state)))


def act(state: TellDetails | DetailsMenu, choice: Choice | None) -> Acted:
    match choice:
        case Choice.AGAIN:
            return read_details(state.context)
        case Choice.TEXT:
            return send_text(menu_of(state), Topic.DETAILS)
        case Choice.PAY:
            return send_text(menu_of(state), Topic.PAYMENT)
        case Choice.CALL_BACK:
            return to_be_called_back(state.context)
    return asked_again(menu_of(state), Hint.UNREADABLE)


def menu_of(state: TellDetails | DetailsMenu) -> DetailsMenu:
    """The menu after the last page, no try taken yet."""
    return state if isinstance(state, DetailsMenu) else DetailsMenu(state.context, Hint.FIRST, 0, state.may_pay)


def go_on(state: TellDetails, _: NoInput) -> TellDetails | DetailsMenu:
    if state.page < state.pages:
        return replace(state, page=state.page + 1)
    return DetailsMenu(state.context, Hint.SILENT, 1, state.may_pay)


DETAILS: Flow = flow(
    on(ReadingDetails, DetailsRead, tell_details),
    on(ReadingDetails, Refused, nothing_to_tell),
    on(ReadingDetails, ServiceFailed, nothing_to_tell),
    on(TellDetails, Digits, listen),
    on(TellDetails, NoInput, go_on),
    on(DetailsMenu, Digits, choose),
    on(DetailsMenu, NoInput, no_input),
)
