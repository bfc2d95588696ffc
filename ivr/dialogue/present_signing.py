"""What is said from the terms of an agreement to its signature, or to why there is none."""

from domain.signing import Obstacle
from ivr.dialogue import tell
from ivr.dialogue.context import Hint
from ivr.dialogue.present_identify import await_code
from ivr.dialogue.questions import END, PERSON, asking, menu, menu_again, telling
from ivr.dialogue.signing_states import (
    ONLY_A_PERSON_HELPS,
    AskConsent,
    AwaitSigningCode,
    CannotSign,
    TellSigned,
    TellTerms,
)
from ivr.dialogue.voice import Prompt, VoiceDocument, prompt

TERMS_OPTIONS = (prompt("option-terms-again"), prompt("option-go-on"), PERSON, END)
CONSENT_OPTIONS = (prompt("option-agree"), prompt("option-disagree"), prompt("option-consent-again"), PERSON)
SIGNED_OPTIONS = (prompt("option-account"), prompt("option-wrong"), PERSON, END)


def present_signing(state: TellTerms | AskConsent | AwaitSigningCode | TellSigned | CannotSign) -> VoiceDocument:
    context = state.context
    match state:
        case TellTerms():
            return telling(context, tell.terms(state.figures.open(context.grant), state.page), TERMS_OPTIONS)
        case AskConsent():
            return ask_consent(state)
        case AwaitSigningCode():
            return await_code(state)
        case TellSigned():
            return telling(context, tell.signed(state.figures.open(context.grant)), SIGNED_OPTIONS)
        case CannotSign():
            return telling(context, (prompt(f"cannot-sign-{state.obstacle}"),), ways_on(state.obstacle))


def ask_consent(state: AskConsent) -> VoiceDocument:
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(prompt("consent"), options=CONSENT_OPTIONS))
    return menu_again(state.context, "consent", state.hint, state.tries, CONSENT_OPTIONS)


def ways_on(obstacle: Obstacle) -> tuple[Prompt, ...]:
    """Where only a person helps, nobody has to press a key for one."""
    if obstacle in ONLY_A_PERSON_HELPS:
        return (PERSON, END)
    first = {Obstacle.TERMS_CHANGED: "option-changed-terms", Obstacle.ALREADY_SIGNED: "option-account"}
    return (prompt(first.get(obstacle, "option-again")), PERSON, END)
