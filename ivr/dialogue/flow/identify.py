"""From the greeting to a verified caller, or to the one state where everybody meets who is not."""

from dataclasses import replace

from domain.errors import InvalidIdentifier
from domain.identifiers import read_keyed
from domain.requests import CodeAccepted, CodeSent, CodeWrong, NoCodes, Refused, ResendTooSoon
from domain.verification import CODE_LENGTH
from ivr.dialogue.application_states import TellApplicant
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.customer_states import TellCustomer
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.codes import is_resend_said, misread, no_codes, start_entry_over, wait_on
from ivr.dialogue.flow.menus import PERSON, PERSON_IN_ENTRY, STAY, no_input, unreadable
from ivr.dialogue.flow.offers import hear_offers, identify
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
from ivr.dialogue.keys import NUMBERS, Key
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.states import Transferring
from ivr.dialogue.voice import Prompt, prompt

RESENDS = 3


def _language(place: int) -> Option[ChooseLanguage]:
    def choose(state: ChooseLanguage) -> AskIdentifier:
        return AskIdentifier(replace(state.context, language=state.languages[place]), Hint.AGAIN)

    def words(state: ChooseLanguage, key: Key) -> Prompt:
        """Each language speaks for itself."""
        return replace(prompt("option-language", number=key), language=state.languages[place])

    return Option(words, choose, offered=lambda state: place < len(state.languages))


def take_identifier(state: AskIdentifier, event: Digits) -> StartingVerification | Transferring | AskIdentifier:
    if not event.entry:
        return replace(state, hint=Hint.AGAIN)
    try:
        return StartingVerification(state.context, read_keyed(event.entry))
    except InvalidIdentifier:
        return unreadable(state, event)


def wrong(state: AskIdentifier) -> Transferring:
    return to_specialist(state.context, Reason.SOMETHING_WRONG)


def for_another(state: AskIdentifier) -> Transferring:
    return to_specialist(state.context, Reason.FOR_ANOTHER)


def await_code(state: StartingVerification, event: CodeSent) -> AwaitCode:
    return AwaitCode(replace(state.context, starts=state.context.starts + 1), event.challenge)


def cannot_start(state: StartingVerification, _: Refused) -> Transferring:
    return to_person(state.context, Reason.NO_TRY_LEFT)


def take_code(state: AwaitCode, event: Digits) -> CheckingCode | AskIdentifier | AwaitCode | Transferring:
    if event.keys == "*":
        return identify_anew(state.context)
    if len(event.entry) == CODE_LENGTH:
        return CheckingCode(state.context, state, event.entry)
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


def cannot_verify(state: StartingVerification | ResendingCode | CheckingCode, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


LANGUAGE: Menu[ChooseLanguage] = Menu(
    (*map(_language, range(len(NUMBERS))), PERSON), otherwise=unreadable, at_hash=STAY
)
IDENTIFIER: Menu[AskIdentifier] = Menu(
    (
        Option("new-entry", hear_offers),
        Option("wrong-entry", wrong),
        Option("another-entry", for_another),
        PERSON_IN_ENTRY,
    ),
    otherwise=take_identifier,
    is_entry=True,
)
CODE: Menu[AwaitCode] = Menu(
    (Option("resend-entry", ask_resend, said=is_resend_said), PERSON_IN_ENTRY), otherwise=take_code, is_entry=True
)
FAILED: Menu[NotVerified] = Menu(
    (Option("try-again", identify), Option("offers", hear_offers), PERSON), otherwise=unreadable, at_hash=STAY
)

IDENTIFY: Flow = flow(
    on(ChooseLanguage, Digits, LANGUAGE),
    on(ChooseLanguage, NoInput, no_input),
    on(AskIdentifier, Digits, IDENTIFIER),
    on(AskIdentifier, NoInput, no_input),
    on(StartingVerification, CodeSent, await_code),
    on(StartingVerification, NoCodes, no_codes),
    on(StartingVerification, Refused, cannot_start),
    on(StartingVerification, ServiceFailed, cannot_verify),
    on(AwaitCode, Digits, CODE),
    on(AwaitCode, NoInput, wait_on),
    on(ResendingCode, CodeSent, await_new_code),
    on(ResendingCode, NoCodes, no_codes),
    on(ResendingCode, ResendTooSoon, put_off),
    on(ResendingCode, Refused, cannot_resend),
    on(ResendingCode, ServiceFailed, cannot_verify),
    on(CheckingCode, CodeAccepted, welcome),
    on(CheckingCode, CodeWrong, try_again),
    on(CheckingCode, Refused, not_verified),
    on(CheckingCode, ServiceFailed, cannot_verify),
    on(NotVerified, Digits, FAILED),
    on(NotVerified, NoInput, no_input),
)
