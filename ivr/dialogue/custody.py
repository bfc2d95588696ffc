"""Which way an agreement takes from its telling to its signature: hand to hand, and never changed for another."""

from collections.abc import Iterator

from domain.requests import CodeSent
from ivr.dialogue.events import Digits, Event
from ivr.dialogue.flow.terms import YES
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


def breaches(walk: Walk) -> Iterator[Way]:
    """Ways towards a signature without the terms told whole, a yes to them, or a code that was sent for them."""
    for source, event, target in walk.ways:
        about = None if isinstance(target, TellTerms) else agreement_of(target)
        if about and not (about == agreement_of(source) and _is_earned(source, event, target)):
            yield source, event, target


def _is_earned(source: State, event: Event, target: State) -> bool:
    """Each way that an agreement takes from one state to the next; there is no other."""
    match source, target:
        case TellTerms(), AskConsent():
            return source.page == TERMS_PAGES
        case (AskConsent() | AwaitSigningCode(), AskConsent()) | (AwaitSigningCode(), ResendingSigningCode()):
            return True
        case AskConsent(), StartingSigning():
            return event == Digits(YES)
        case AwaitSigningCode(), SigningAgreement():
            return target.asked_in == source and isinstance(event, Digits) and event.entry == target.code
        case StartingSigning() | AwaitSigningCode() | ResendingSigningCode() | SigningAgreement(), AwaitSigningCode():
            return target.challenge == _challenge(source, event)
    return False


def agreement_of(state: State) -> tuple[str, str] | None:
    """The one that a state on the way to a signature is about, and how it was told."""
    match state:
        case TellTerms():
            return state.figures.closed.agreement, state.spoken
        case AskConsent() | StartingSigning() | AwaitSigningCode():
            return state.agreement, state.spoken
        case ResendingSigningCode() | SigningAgreement():
            return state.asked_in.agreement, state.asked_in.spoken
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
