"""More about an application, in pages; after them the applicant's menu. A star goes back to how it stands."""

from dataclasses import replace

from domain.applications import MAY_BE_SIGNED
from domain.journey import Part
from domain.requests import ApplicationRead, Refused, Topic
from ivr.dialogue import tell
from ivr.dialogue.application_states import ApplicantMenu, ReadingApplication, TellApplication
from ivr.dialogue.choices import Choice, chosen, of_application
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.call_back import to_be_called_back
from ivr.dialogue.flow.menus import asked_again
from ivr.dialogue.flow.people import nothing_to_tell, to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import Goodbye, ReadingSummary, SendingText, Transferring

Acted = ReadingApplication | ReadingTerms | SendingText | AskingCallBack | Transferring | ApplicantMenu


def read_application(menu: ApplicantMenu, application: str | None = None) -> ReadingApplication | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    if menu.context.grant is None:
        return to_person(menu.context, Reason.FAILURE)
    return ReadingApplication(menu.context, menu.context.grant, application, replace(menu, hint=Hint.FIRST, tries=0))


def tell_application(state: ReadingApplication, event: ApplicationRead) -> TellApplication:
    details = event.details.open(state.context.grant)
    may_sign = details.summary.stage in MAY_BE_SIGNED
    return TellApplication(state.context, event.details, len(tell.application(details)), state.asked_in, may_sign)


def listen(state: TellApplication, event: Digits) -> Acted | ReadingSummary | TellApplication | Goodbye:
    """Any key that has no meaning goes on, too, while there are pages left."""
    match event.keys:
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
        case "0":
            return to_person(state.context)
        case "*":
            return read_again(state.context, Part.APPLICATION)
    choice = chosen(event.keys, of_application(state))
    if state.page < state.pages and choice is not Choice.AGAIN:
        return replace(state, page=state.page + 1)
    return act(state, choice)


def act(state: TellApplication, choice: Choice | None) -> Acted:
    ref = state.figures.open(state.context.grant).summary.ref
    match choice:
        case Choice.AGAIN:
            return read_application(state.asked_in, ref)
        case Choice.SIGN:
            return read_terms(state.context, ref)
        case Choice.TEXT:
            return send_text(state.asked_in, Topic.DETAILS, Part.APPLICATION, ref)
        case Choice.CALL_BACK:
            return to_be_called_back(state.context)
    return asked_again(state.asked_in, Hint.UNREADABLE)


def go_on(state: TellApplication, _: NoInput) -> TellApplication | ApplicantMenu:
    if state.page < state.pages:
        return replace(state, page=state.page + 1)
    return replace(state.asked_in, hint=Hint.SILENT, tries=1)


APPLICATION_DETAILS: Flow = flow(
    on(ReadingApplication, ApplicationRead, tell_application),
    on(ReadingApplication, Refused, nothing_to_tell),
    on(ReadingApplication, ServiceFailed, nothing_to_tell),
    on(TellApplication, Digits, listen),
    on(TellApplication, NoInput, go_on),
)
