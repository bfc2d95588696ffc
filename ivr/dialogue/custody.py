"""Which way an agreement takes from its telling to its signature: hand to hand, and never changed for another."""

from collections.abc import Iterator

from domain.requests import CodeSent
from ivr.dialogue.events import Digits, Event
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    ResendingSigningCode,
    SigningAgreement,
    StartingSigning,
    TellTerms,
)
from ivr.dialogue.states import State
from ivr.dialogue.tell import TERMS_PAGES
from ivr.dialogue.walk import Walk, Way

YES = Digits("1")

HANDED_ON_BY: dict[type[State], tuple[type[State], ...]] = {
    AskConsent: (TellTerms, AskConsent, AwaitSigningCode),
    StartingSigning: (AskConsent,),
    AwaitSigningCode: (StartingSigning, AwaitSigningCode, ResendingSigningCode, SigningAgreement),
    ResendingSigningCode: (AwaitSigningCode,),
    SigningAgreement: (AwaitSigningCode,),
}


def breaches(walk: Walk) -> Iterator[Way]:
    """Ways towards a signature without the terms told whole, a yes to them, or a code that was sent for them."""
    for source, event, target in walk.ways:
        if type(target) in HANDED_ON_BY and not _is_handed_on(source, event, target):
            yield source, event, target


def _is_handed_on(source: State, event: Event, target: State) -> bool:
    return (
        type(source) in HANDED_ON_BY[type(target)]
        and _agreement(source) == _agreement(target)
        and _is_earned(source, event, target)
    )


def _is_earned(source: State, event: Event, target: State) -> bool:
    match source, target:
        case TellTerms(), AskConsent():
            return source.page == TERMS_PAGES
        case AskConsent(), StartingSigning():
            return event == YES
        case AwaitSigningCode(), SigningAgreement():
            return target.asked_in == source and isinstance(event, Digits) and event.entry == target.code
        case _, AwaitSigningCode():
            return target.challenge == _challenge(source, event)
    return True


def _agreement(state: State) -> str | None:
    match state:
        case TellTerms():
            return state.figures.closed.agreement
        case AskConsent() | StartingSigning() | AwaitSigningCode():
            return state.agreement
        case ResendingSigningCode() | SigningAgreement():
            return state.asked_in.agreement
    return None


def _challenge(source: State, event: Event) -> str | None:
    """The one that was sent just now, else the one before."""
    match source:
        case _ if isinstance(event, CodeSent):
            return event.challenge
        case AwaitSigningCode():
            return source.challenge
        case ResendingSigningCode() | SigningAgreement():
            return source.asked_in.challenge
    return None
