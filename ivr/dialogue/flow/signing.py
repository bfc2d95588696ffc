"""From a yes to a signature: a code bound to the agreement, keyed back. Signed is said once it is so, not before."""

from dataclasses import replace

from domain.requests import CodeSent, CodeWrong, NoCodes, Refused, ResendTooSoon, Signed
from domain.verification import CODE_LENGTH
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow import account
from ivr.dialogue.flow.codes import is_resend_said, misread, no_codes, start_entry_over, wait_on
from ivr.dialogue.flow.menus import END, PERSON, PERSON_IN_ENTRY, STAY, misunderstood, silent
from ivr.dialogue.flow.people import TRIES, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.menu import Menu, Option, never
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    ResendingSigningCode,
    SigningAgreement,
    StartingSigning,
    TellSigned,
)
from ivr.dialogue.states import Transferring

RESENDS = 1
"""With the code of the greeting and the first of this agreement, as many messages as a person gets in an hour."""


def await_code(state: StartingSigning, event: CodeSent) -> AwaitSigningCode:
    return AwaitSigningCode(
        state.context, state.agreement, event.challenge, application=state.application, spoken=state.spoken
    )


def no_try_left(state: StartingSigning | ResendingSigningCode | SigningAgreement, _: Refused) -> Transferring:
    return to_person(state.context, Reason.NO_TRY_LEFT)


def cannot_send(state: StartingSigning | ResendingSigningCode, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


def take_code(
    state: AwaitSigningCode, event: Digits
) -> SigningAgreement | AskConsent | AwaitSigningCode | Transferring:
    """A lone star goes back to the question, which takes a yes of its own."""
    if event.keys == "*":
        return AskConsent(state.context, state.agreement, application=state.application, spoken=state.spoken)
    if len(event.entry) == CODE_LENGTH:
        return sign(state, event.entry)
    return start_entry_over(state) if "*" in event.keys else misread(state)


def sign(state: AwaitSigningCode, code: str) -> SigningAgreement | Transferring:
    grant = state.context.grant
    return SigningAgreement(state.context, grant, state, code) if grant else to_person(state.context, Reason.FAILURE)


def ask_resend(state: AwaitSigningCode) -> ResendingSigningCode | Transferring:
    if state.resends >= RESENDS:
        return to_person(state.context, Reason.NO_CODE)
    return ResendingSigningCode(state.context, replace(state, resends=state.resends + 1))


def await_new_code(state: ResendingSigningCode, event: CodeSent) -> AwaitSigningCode:
    return replace(state.asked_in, challenge=event.challenge, hint=Hint.RESENT, round=1)


def put_off(state: ResendingSigningCode, _: ResendTooSoon) -> AwaitSigningCode:
    return replace(state.asked_in, hint=Hint.TOO_SOON)


def tell_signed(state: SigningAgreement, event: Signed) -> TellSigned:
    return TellSigned(state.context, event.summary)


def try_again(state: SigningAgreement, _: CodeWrong) -> AwaitSigningCode | Transferring:
    """Wrong codes of the greeting count too."""
    context = replace(state.context, wrong_codes=state.context.wrong_codes + 1)
    if context.wrong_codes >= TRIES:
        return to_person(state.context, Reason.NO_TRY_LEFT)
    return replace(state.asked_in, context=context, hint=Hint.WRONG, round=max(state.asked_in.round, 2))


def unsure(state: SigningAgreement, _: ServiceFailed) -> Transferring:
    """It may have been committed all the same: nothing is said of it, and a person looks."""
    return to_person(state.context, Reason.SIGNING_UNSURE)


CODE: Menu[AwaitSigningCode] = Menu(
    (Option("resend-entry", ask_resend, said=is_resend_said), PERSON_IN_ENTRY), otherwise=take_code, is_entry=True
)
SIGNED_AGREEMENT: Menu[TellSigned] = Menu(
    (
        Option("account", account.again),
        Option("wrong", account.wrong),
        # What the customer's menu has, for who knows it by heart.
        Option("text", account.text, said=never),
        Option("more", account.more, said=never),
        PERSON,
        END,
    ),
    otherwise=misunderstood,
    at_hash=STAY,  # right after the code, the habit of many, it does not cut the news short
)

SIGNING: Flow = flow(
    on(StartingSigning, CodeSent, await_code),
    on(StartingSigning, NoCodes, no_codes),
    on(StartingSigning, Refused, no_try_left),
    on(StartingSigning, ServiceFailed, cannot_send),
    on(AwaitSigningCode, Digits, CODE),
    on(AwaitSigningCode, NoInput, wait_on),
    on(ResendingSigningCode, CodeSent, await_new_code),
    on(ResendingSigningCode, NoCodes, no_codes),
    on(ResendingSigningCode, ResendTooSoon, put_off),
    on(ResendingSigningCode, Refused, no_try_left),
    on(ResendingSigningCode, ServiceFailed, cannot_send),
    on(SigningAgreement, Signed, tell_signed),
    on(SigningAgreement, CodeWrong, try_again),
    on(SigningAgreement, Refused, no_try_left),
    on(SigningAgreement, ServiceFailed, unsure),
    on(TellSigned, Digits, SIGNED_AGREEMENT),
    on(TellSigned, NoInput, silent),
)
