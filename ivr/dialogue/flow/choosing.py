"""Which of several applications is meant, by the keys in the order of their telling."""

from dataclasses import replace

from domain.requests import WhichApplication
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, ReadingApplication, Wish
from ivr.dialogue.context import Farewell, Hint
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.application_details import read_application
from ivr.dialogue.flow.menus import asked_again
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.tellings import may_sign
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import Goodbye, Transferring
from ivr.dialogue.tell import choosable


def ask_which(state: ReadingTerms | ReadingApplication, event: WhichApplication) -> ChooseApplication:
    wish = Wish.SIGN if isinstance(state, ReadingTerms) else Wish.HEAR
    return ChooseApplication(state.context, event.applications, wish)


def choose(
    state: ChooseApplication, event: Digits
) -> ReadingTerms | ReadingApplication | Transferring | Goodbye | ApplicantMenu:
    """A lone hash asks again, read afresh."""
    match event.keys:
        case "0":
            return to_person(state.context)
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
        case "#":
            return read(state)
    numbered = dict(zip("123456789", choosable(state.figures.open(state.context.grant)), strict=False))
    if chosen := numbered.get(event.keys):
        return read(state, chosen.ref)
    return asked_again(menu_of(state), Hint.UNREADABLE)


def read(state: ChooseApplication, application: str | None = None) -> ReadingTerms | ReadingApplication | Transferring:
    if state.wish is Wish.SIGN:
        return read_terms(state.context, application)
    return read_application(menu_of(state), application)


def menu_of(state: ChooseApplication) -> ApplicantMenu:
    """The menu that it was asked for in, no try taken yet."""
    summary = state.figures.open(state.context.grant)
    return ApplicantMenu(state.context, Hint.FIRST, 0, may_sign(summary), summary.has_account)


def silent(state: ChooseApplication, _: NoInput) -> ApplicantMenu:
    return replace(menu_of(state), hint=Hint.SILENT, tries=1)


CHOOSING: Flow = flow(
    on(ReadingTerms, WhichApplication, ask_which),
    on(ReadingApplication, WhichApplication, ask_which),
    on(ChooseApplication, Digits, choose),
    on(ChooseApplication, NoInput, silent),
)
