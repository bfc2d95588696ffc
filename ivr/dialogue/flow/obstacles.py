"""What stands between a caller and a signature, and the way on from each: hear again, a person, the end."""

from domain.requests import NotSignable
from domain.signing import Obstacle
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.menus import asked_again
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.signing_states import (
    ONLY_A_PERSON_HELPS,
    CannotSign,
    ReadingTerms,
    SigningAgreement,
    StartingSigning,
)
from ivr.dialogue.states import Goodbye, ReadingSummary, Transferring


def cannot_sign(state: ReadingTerms | StartingSigning | SigningAgreement, event: NotSignable) -> CannotSign:
    asked = state.asked_in if isinstance(state, SigningAgreement) else state
    return CannotSign(state.context, event.obstacle, asked.application)


def choose(state: CannotSign, event: Digits) -> ReadingTerms | ReadingSummary | Transferring | Goodbye | ApplicantMenu:
    match event.keys:
        case "0":
            return to_person(state.context)
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
        case _ if state.obstacle in ONLY_A_PERSON_HELPS:
            return to_person(state.context, Reason.SIGNING)
        case "1" | "#":
            return look_again(state)
    return asked_again(menu_of(state, Hint.FIRST, 0), Hint.UNREADABLE)


def look_again(state: CannotSign) -> ReadingTerms | ReadingSummary | Transferring:
    """Read afresh: what stood in the way may be gone, changed terms are told anew, a new account has its figures."""
    if state.obstacle is Obstacle.ALREADY_SIGNED:
        return read_again(state.context)
    return read_terms(state.context, state.application)


def stay_on(state: CannotSign, _: NoInput) -> Transferring | ApplicantMenu:
    if state.obstacle in ONLY_A_PERSON_HELPS:
        return to_person(state.context, Reason.SIGNING)
    return menu_of(state, Hint.SILENT, 1)


def menu_of(state: CannotSign, hint: Hint, tries: int) -> ApplicantMenu:
    return ApplicantMenu(state.context, hint, tries, may_sign=state.obstacle is Obstacle.TERMS_CHANGED)


OBSTACLES: Flow = flow(
    on(ReadingTerms, NotSignable, cannot_sign),
    on(StartingSigning, NotSignable, cannot_sign),
    on(SigningAgreement, NotSignable, cannot_sign),
    on(CannotSign, Digits, choose),
    on(CannotSign, NoInput, stay_on),
)
