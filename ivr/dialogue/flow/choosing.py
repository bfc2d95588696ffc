"""Which of several applications is meant, by the keys in the order of their telling."""

from domain.requests import WhichApplication
from ivr.dialogue.choosing_states import ChooseApplication
from ivr.dialogue.context import Farewell, Hint
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.menus import asked_again
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import ApplicantMenu, Goodbye, Transferring
from ivr.dialogue.tell import choosable


def ask_which(state: ReadingTerms, event: WhichApplication) -> ChooseApplication:
    return ChooseApplication(state.context, event.applications)


def choose(state: ChooseApplication, event: Digits) -> ReadingTerms | Transferring | Goodbye | ApplicantMenu:
    """A lone hash asks again, read afresh."""
    match event.keys:
        case "0":
            return to_person(state.context)
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
        case "#":
            return read_terms(state.context)
    numbered = dict(zip("123456789", choosable(state.figures.open(state.context.grant)), strict=False))
    if chosen := numbered.get(event.keys):
        return read_terms(state.context, chosen.ref)
    return asked_again(ApplicantMenu(state.context, Hint.FIRST, 0, may_sign=True), Hint.UNREADABLE)


def silent(state: ChooseApplication, _: NoInput) -> ApplicantMenu:
    return ApplicantMenu(state.context, Hint.SILENT, 1, may_sign=True)


CHOOSING: Flow = flow(
    on(ReadingTerms, WhichApplication, ask_which),
    on(ChooseApplication, Digits, choose),
    on(ChooseApplication, NoInput, silent),
)
