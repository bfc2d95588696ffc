"""More about an application, in pages; after them the applicant's menu. A star goes back to how it stands."""

from dataclasses import replace

from domain.applications import MAY_BE_SIGNED
from domain.journey import Part
from domain.requests import ApplicationRead, Refused, Topic
from ivr.dialogue import tell
from ivr.dialogue.application_states import ApplicantMenu, ReadingApplication, TellApplication
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.call_back import to_be_called_back
from ivr.dialogue.flow.menus import END, PERSON, misunderstood, silent
from ivr.dialogue.flow.people import nothing_to_tell, to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import ReadingSummary, SendingText, Transferring


def read_application(menu: ApplicantMenu, application: str | None = None) -> ReadingApplication | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    if menu.context.grant is None:
        return to_person(menu.context, Reason.FAILURE)
    return ReadingApplication(menu.context, menu.context.grant, application, replace(menu, hint=Hint.FIRST, tries=0))


def tell_application(state: ReadingApplication, event: ApplicationRead) -> TellApplication:
    details = event.details.open(state.context.grant)
    may_sign = details.summary.stage in MAY_BE_SIGNED
    return TellApplication(state.context, event.details, len(tell.application(details)), state.asked_in, may_sign)


def is_last(state: TellApplication) -> bool:
    return state.page == state.pages


def again(state: TellApplication) -> ReadingApplication | Transferring:
    return read_application(state.asked_in, _told(state))


def next_page(state: TellApplication) -> TellApplication:
    return replace(state, page=state.page + 1)


def sign(state: TellApplication) -> ReadingTerms | Transferring:
    return read_terms(state.context, _told(state))


def text(state: TellApplication) -> SendingText | Transferring:
    return send_text(state.asked_in, Topic.DETAILS, Part.APPLICATION, _told(state))


def back(state: TellApplication) -> ReadingSummary | Transferring:
    return read_again(state.context, Part.APPLICATION)


def listen(state: TellApplication, event: Digits) -> TellApplication | ApplicantMenu | Transferring:
    """Any key that has no meaning goes on, too, while there are pages left."""
    return misunderstood(state, event) if is_last(state) else next_page(state)


def go_on(state: TellApplication, event: NoInput) -> TellApplication | ApplicantMenu:
    return silent(state, event) if is_last(state) else next_page(state)


def _told(state: TellApplication) -> str:
    return state.figures.open(state.context.grant).summary.ref


AGAIN: Option[TellApplication] = Option("again", again)
PAGES: Menu[TellApplication] = Menu(
    (
        AGAIN,
        Option("go-on", next_page, offered=lambda state: not is_last(state)),
        Option("sign", sign, offered=lambda state: is_last(state) and state.may_sign),
        Option("text", text, offered=is_last),
        Option("call-back", to_be_called_back, offered=is_last),
        PERSON,
        END,
    ),
    otherwise=listen,
    at_hash=AGAIN,
    at_star=Option("back", back),
)

APPLICATION_DETAILS: Flow = flow(
    on(ReadingApplication, ApplicationRead, tell_application),
    on(ReadingApplication, Refused, nothing_to_tell),
    on(ReadingApplication, ServiceFailed, nothing_to_tell),
    on(TellApplication, Digits, PAGES),
    on(TellApplication, NoInput, go_on),
)
