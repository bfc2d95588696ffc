"""From the greeting to a verified caller, or to the one state where everybody meets who is not."""

from dataclasses import replace

from domain.errors import InvalidIdentifier
from domain.identifiers import read_keyed
from domain.requests import CodeAccepted, CodeSent, CodeWrong, Refused, ResendTooSoon
from domain.verification import CODE_LENGTH
from ivr.dialogue.application_states import TellApplicant
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.codes import misread, start_entry_over, wait_on
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import TRIES, identify_anew, to_person, to_specialist
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.tellings import tell
from ivr.dialogue.identify_states import (
    AskIdentifier,
    AwaitCode,
    CheckingCode,
    ChooseLanguage,
    NotVerified,
    ResendingCode,
    StartingVerification,
)
from ivr.dialogue.offer_states import ReadingOffers
from ivr.dialogue.states import TellCustomer, Transferring

RESENDS = 3
FOR_SPECIALISTS = {"2": Reason.SOMETHING_WRONG, "3": Reason.FOR_ANOTHER}


def choose_language(state: ChooseLanguage, event: Digits) -> AskIdentifier | Transferring | ChooseLanguage:
    """The number of a language, in their order."""
    numbered = dict(zip("123456789", state.languages, strict=False))
    match event.keys:
        case "0":
            return to_person(state.context)
        case "#":
            return state
        case key if key in numbered:
            return AskIdentifier(replace(state.context, language=numbered[key]), Hint.AGAIN)
    return asked_again(state, Hint.UNREADABLE)


def take_identifier(
    state: AskIdentifier, event: Digits
) -> StartingVerification | ReadingOffers | Transferring | AskIdentifier:
    match event.entry:
        case "0":
            return to_person(state.context)
        case "1":
            return ReadingOffers(state.context)
        case "2" | "3" as option:
            return to_specialist(state.context, FOR_SPECIALISTS[option])
        case "":
            return replace(state, hint=Hint.AGAIN)
    try:
        return StartingVerification(state.context, read_keyed(event.entry))
    except InvalidIdentifier:
        return asked_again(state, Hint.UNREADABLE)


def await_code(state: StartingVerification, event: CodeSent) -> AwaitCode:
    return AwaitCode(replace(state.context, starts=state.context.starts + 1), event.challenge)


def cannot_start(state: StartingVerification, _: Refused) -> Transferring:
    return to_person(state.context, Reason.NO_TRY_LEFT)


def take_code(
    state: AwaitCode, event: Digits
) -> CheckingCode | ResendingCode | AskIdentifier | AwaitCode | Transferring:
    if event.keys == "*":
        return identify_anew(state.context)
    match event.entry:
        case "0":
            return to_person(state.context)
        case "1":
            return ask_resend(state)
        case code if len(code) == CODE_LENGTH:
            return CheckingCode(state.context, state, code)
    return start_entry_over(state) if "*" in event.keys else misread(state)


def ask_resend(state: AwaitCode) -> ResendingCode | Transferring:
    if state.resends >= RESENDS:
        return to_person(state.context, Reason.NO_CODE)
    return ResendingCode(state.context, replace(state, resends=state.resends + 1))


def await_new_code(state: ResendingCode, event: CodeSent) -> AwaitCode:
    return replace(state.asked_in, challenge=event.challenge, hint=Hint.RESENT, round=1)


def put_off(state: ResendingCode, _: ResendTooSoon) -> AwaitCode:
    return replace(state.asked_in, hint=Hint.TOO_SOON)


def cannot_resend(state: ResendingCode, _: Refused) -> NotVerified:
    return NotVerified(state.context)


def welcome(state: CheckingCode, event: CodeAccepted) -> TellCustomer | TellApplicant | Transferring:
    return tell(replace(state.context, grant=event.grant), event.summary)


def try_again(state: CheckingCode, _: CodeWrong) -> AwaitCode | NotVerified:
    """From now on a new code is offered too. The domain counts; the bound here holds whatever it answers."""
    context = replace(state.context, wrong_codes=state.context.wrong_codes + 1)
    if context.wrong_codes >= TRIES:
        return NotVerified(context)
    return replace(state.asked_in, context=context, hint=Hint.WRONG, round=max(state.asked_in.round, 2))


def not_verified(state: CheckingCode, _: Refused) -> NotVerified:
    return NotVerified(replace(state.context, wrong_codes=state.context.wrong_codes + 1))


def choose_after_failure(
    state: NotVerified, event: Digits
) -> AskIdentifier | ReadingOffers | Transferring | NotVerified:
    match event.keys:
        case "1":
            return identify_anew(state.context)
        case "2":
            return ReadingOffers(state.context)
        case "0":
            return to_person(state.context)
        case "#":
            return state
    return asked_again(state, Hint.UNREADABLE)


def cannot_verify(state: StartingVerification | ResendingCode | CheckingCode, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


IDENTIFY: Flow = flow(
    on(ChooseLanguage, Digits, choose_language),
    on(ChooseLanguage, NoInput, no_input),
    on(AskIdentifier, Digits, take_identifier),
    on(AskIdentifier, NoInput, no_input),
    on(StartingVerification, CodeSent, await_code),
    on(StartingVerification, Refused, cannot_start),
    on(StartingVerification, ServiceFailed, cannot_verify),
    on(AwaitCode, Digits, take_code),
    on(AwaitCode, NoInput, wait_on),
    on(ResendingCode, CodeSent, await_new_code),
    on(ResendingCode, ResendTooSoon, put_off),
    on(ResendingCode, Refused, cannot_resend),
    on(ResendingCode, ServiceFailed, cannot_verify),
    on(CheckingCode, CodeAccepted, welcome),
    on(CheckingCode, CodeWrong, try_again),
    on(CheckingCode, Refused, not_verified),
    on(CheckingCode, ServiceFailed, cannot_verify),
    on(NotVerified, Digits, choose_after_failure),
    on(NotVerified, NoInput, no_input),
)
