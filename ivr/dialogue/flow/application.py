"""What an applicant may do after hearing how the application stands."""

from dataclasses import replace

from domain.journey import Part
from domain.requests import Topic
from ivr.dialogue.application_states import ApplicantMenu, ReadingApplication, TellApplicant
from ivr.dialogue.choices import Choice, chosen, of_applicant
from ivr.dialogue.context import Farewell, Hint
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.application_details import read_application
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import Goodbye, ReadingSummary, SendingText, Transferring


def choose(  # noqa: PLR0911 - one for each choice
    state: TellApplicant | ApplicantMenu, event: Digits
) -> ReadingSummary | ReadingApplication | ReadingTerms | SendingText | Transferring | Goodbye | ApplicantMenu:
    if event.keys == "9":
        return Goodbye(state.context, Farewell.ENDED)
    match chosen(event.keys, of_applicant(state)):
        case Choice.AGAIN:
            return read_again(state.context, Part.APPLICATION)
        case Choice.SIGN:
            return read_terms(state.context)
        case Choice.TEXT:
            return send_text(menu_of(state), Topic.SUMMARY, Part.APPLICATION)
        case Choice.MORE_OF_APPLICATION:
            return read_application(menu_of(state))
        case Choice.ACCOUNT:
            return read_again(state.context, Part.ACCOUNT)
    return to_person(state.context) if event.keys == "0" else asked_again(menu_of(state), Hint.UNREADABLE)


def menu_of(state: TellApplicant | ApplicantMenu) -> ApplicantMenu:
    """The menu after the telling, no try taken yet."""
    if isinstance(state, ApplicantMenu):
        return state
    return ApplicantMenu(state.context, Hint.FIRST, 0, state.may_sign, state.has_account)


def silent_after_telling(state: TellApplicant, _: NoInput) -> ApplicantMenu:
    return replace(menu_of(state), hint=Hint.SILENT, tries=1)


APPLICATION: Flow = flow(
    on(TellApplicant, Digits, choose),
    on(TellApplicant, NoInput, silent_after_telling),
    on(ApplicantMenu, Digits, choose),
    on(ApplicantMenu, NoInput, no_input),
)
