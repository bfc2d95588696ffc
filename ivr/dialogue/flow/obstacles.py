"""What stands between a caller and a signature, and the way on from each: hear again, a person, the end."""

from domain.requests import NotSignable
from domain.signing import Obstacle
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import Reason
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.menus import END, PERSON, misunderstood, silent
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.signing_states import CannotSign, ReadingTerms, SigningAgreement, StartingSigning
from ivr.dialogue.states import ReadingSummary, Transferring

ONLY_A_PERSON_HELPS = frozenset({Obstacle.IDENTITY_FAILED, Obstacle.NEEDS_A_PERSON, Obstacle.NOT_BY_KEYS})
WITH_OWN_WORDS = frozenset({Obstacle.TERMS_CHANGED, Obstacle.ALREADY_SIGNED})


def cannot_sign(state: ReadingTerms | StartingSigning | SigningAgreement, event: NotSignable) -> CannotSign:
    asked = state.asked_in if isinstance(state, SigningAgreement) else state
    return CannotSign(state.context, event.obstacle, asked.application, event.signs_from)


def needs_a_person(state: CannotSign) -> bool:
    """Nobody has to press a key for one."""
    return state.obstacle in ONLY_A_PERSON_HELPS


def look_again(state: CannotSign) -> ReadingTerms | ReadingSummary | Transferring:
    """Read afresh: what stood in the way may be gone, changed terms are told anew, a new account has its figures."""
    if state.obstacle is Obstacle.ALREADY_SIGNED:
        return read_again(state.context)
    return read_terms(state.context, state.application)


def listen(state: CannotSign, event: Digits) -> Transferring | ApplicantMenu:
    return to_person(state.context, Reason.SIGNING) if needs_a_person(state) else misunderstood(state, event)


def stay_on(state: CannotSign, event: NoInput) -> Transferring | ApplicantMenu:
    return to_person(state.context, Reason.SIGNING) if needs_a_person(state) else silent(state, event)


WAYS_ON: Menu[CannotSign] = Menu(
    (
        Option("changed-terms", look_again, offered=lambda state: state.obstacle is Obstacle.TERMS_CHANGED),
        Option("account", look_again, offered=lambda state: state.obstacle is Obstacle.ALREADY_SIGNED),
        Option("again", look_again, offered=lambda state: state.obstacle not in WITH_OWN_WORDS | ONLY_A_PERSON_HELPS),
        PERSON,
        END,
    ),
    otherwise=listen,
    at_hash=Option("again", look_again, offered=lambda state: not needs_a_person(state)),
)

OBSTACLES: Flow = flow(
    on(ReadingTerms, NotSignable, cannot_sign),
    on(StartingSigning, NotSignable, cannot_sign),
    on(SigningAgreement, NotSignable, cannot_sign),
    on(CannotSign, Digits, WAYS_ON),
    on(CannotSign, NoInput, stay_on),
)
