"""More about an account, in pages, and the menu after the last one. A star goes back to the summary."""

from dataclasses import replace

from domain.requests import DetailsRead, Refused, Topic
from ivr.dialogue import tell
from ivr.dialogue.context import CallContext, Reason
from ivr.dialogue.detail_states import DetailsMenu, ReadingDetails, TellDetails
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.call_back import to_be_called_back
from ivr.dialogue.flow.menus import END, PERSON, menu_of, misunderstood, no_input, silent, unreadable
from ivr.dialogue.flow.people import nothing_to_tell, to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.states import ReadingSummary, SendingText, Transferring

Told = TellDetails | DetailsMenu


def read_details(context: CallContext) -> ReadingDetails | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    return ReadingDetails(context, context.grant) if context.grant else to_person(context, Reason.FAILURE)


def tell_details(state: ReadingDetails, event: DetailsRead) -> TellDetails:
    details = event.details.open(state.context.grant)
    return TellDetails(state.context, event.details, len(tell.details(details)), details.summary.may_pay)


def is_last(state: Told) -> bool:
    return isinstance(state, DetailsMenu) or state.page == state.pages


def again(state: Told) -> ReadingDetails | Transferring:
    return read_details(state.context)


def next_page(state: TellDetails) -> TellDetails:
    return replace(state, page=state.page + 1)


def text(state: Told) -> SendingText | Transferring:
    return send_text(menu_of(state), Topic.DETAILS)


def pay(state: Told) -> SendingText | Transferring:
    return send_text(menu_of(state), Topic.PAYMENT)


def back(state: Told) -> ReadingSummary | Transferring:
    return read_again(state.context)


def listen(state: TellDetails, event: Digits) -> TellDetails | DetailsMenu | Transferring:
    """Any key that has no meaning goes on, too, while there are pages left."""
    return misunderstood(state, event) if is_last(state) else next_page(state)


def go_on(state: TellDetails, event: NoInput) -> TellDetails | DetailsMenu:
    return silent(state, event) if is_last(state) else next_page(state)


AGAIN: Option[Told] = Option("again", again)
BACK: Option[Told] = Option("back", back)
GO_ON: Option[TellDetails] = Option("go-on", next_page, offered=lambda state: not is_last(state))
AFTER_ALL: tuple[Option[Told], ...] = (
    Option("text", text, offered=is_last),
    Option("pay", pay, offered=lambda state: is_last(state) and state.may_pay),
    Option("call-back", to_be_called_back, offered=is_last),
    PERSON,
    END,
)
PAGES: Menu[TellDetails] = Menu((AGAIN, GO_ON, *AFTER_ALL), otherwise=listen, at_hash=AGAIN, at_star=BACK)
MENU: Menu[DetailsMenu] = Menu((AGAIN, *AFTER_ALL), otherwise=unreadable, at_hash=AGAIN, at_star=BACK)

DETAILS: Flow = flow(
    on(ReadingDetails, DetailsRead, tell_details),
    on(ReadingDetails, Refused, nothing_to_tell),
    on(ReadingDetails, ServiceFailed, nothing_to_tell),
    on(TellDetails, Digits, PAGES),
    on(TellDetails, NoInput, go_on),
    on(DetailsMenu, Digits, MENU),
    on(DetailsMenu, NoInput, no_input),
)
