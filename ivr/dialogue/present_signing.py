"""What is said from the terms of an agreement to its signature, or to why there is none."""

from ivr.dialogue import tell
from ivr.dialogue.context import Hint
from ivr.dialogue.present_identify import await_code
from ivr.dialogue.questions import asking, menu, menu_again, options, telling
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    CannotSign,
    TellSigned,
    TellTerms,
)
from ivr.dialogue.voice import VoiceDocument, prompt


def present_signing(state: TellTerms | AskConsent | AwaitSigningCode | TellSigned | CannotSign) -> VoiceDocument:
    context = state.context
    match state:
        case TellTerms():
            return telling(context, tell.terms(state.figures.open(context.grant), state.page), options(state))
        case AskConsent():
            return ask_consent(state)
        case AwaitSigningCode():
            return await_code(state)
        case TellSigned():
            return telling(context, tell.signed(state.figures.open(context.grant)), options(state))
        case CannotSign():
            return telling(context, (tell.cannot_sign(state.obstacle, state.signs_from),), options(state))


def ask_consent(state: AskConsent) -> VoiceDocument:
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(prompt("consent"), options=options(state)))
    return menu_again(state.context, "consent", state.hint, state.tries, options(state))
