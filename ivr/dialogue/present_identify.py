"""What is said until it is known who calls, and while a code is waited for."""

from dataclasses import replace

from ivr.dialogue.context import Hint
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, ChooseLanguage, NotVerified
from ivr.dialogue.questions import (
    after_error,
    asking,
    code_entry,
    entry,
    menu,
    menu_again,
    options,
)
from ivr.dialogue.signing_states import AwaitSigningCode
from ivr.dialogue.voice import VoiceDocument, prompt


def present_identification(state: ChooseLanguage | AskIdentifier | AwaitCode | NotVerified) -> VoiceDocument:
    match state:
        case ChooseLanguage():
            return choose_language(state)
        case AskIdentifier():
            return ask_identifier(state)
        case AwaitCode():
            return await_code(state)
        case NotVerified():
            return not_verified(state)


def choose_language(state: ChooseLanguage) -> VoiceDocument:
    """Each language speaks for itself."""
    welcome = (replace(prompt("welcome"), language=language) for language in state.languages)
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(*welcome, options=options(state)))
    return menu_again(state.context, "menu", state.hint, state.tries, options(state))


def ask_identifier(state: AskIdentifier) -> VoiceDocument:
    question = prompt("identifier")
    match state.hint:
        case Hint.FIRST:
            return asking(state.context, entry(prompt("welcome"), question, options=options(state)))
        case Hint.AGAIN:
            return asking(state.context, entry(question, options=options(state)))
    words = prompt(f"identifier-{state.hint}-{state.tries}")
    return after_error(state.context, words, entry(question, options=options(state)))


def await_code(state: AwaitCode | AwaitSigningCode) -> VoiceDocument:
    match state.hint:
        case Hint.WRONG:
            words = prompt(f"code-wrong-{state.context.wrong_codes}")
        case Hint.UNREADABLE:
            words = prompt(f"code-unreadable-{state.tries}")
        case Hint.FIRST if isinstance(state, AwaitSigningCode):
            return asking(state.context, code_entry(prompt("signing-code"), options=options(state)))
        case Hint.RESENT if isinstance(state, AwaitSigningCode):
            return asking(state.context, code_entry(prompt("signing-code-resent"), options=options(state)))
        case Hint.PATIENT:
            return asking(state.context, code_entry(prompt(f"code-patient-{state.round}"), options=options(state)))
        case _:
            return asking(state.context, code_entry(prompt(f"code-{state.hint}"), options=options(state)))
    return after_error(state.context, words, code_entry(options=options(state)))


def not_verified(state: NotVerified) -> VoiceDocument:
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(prompt("not-verified"), options=options(state)))
    return menu_again(state.context, "menu", state.hint, state.tries, options(state))
