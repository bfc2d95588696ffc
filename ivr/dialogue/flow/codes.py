"""Keying a code, whatever it is for: patience, slips of the finger, and an end to both."""

from dataclasses import replace
from typing import TypeVar

from domain.requests import NoCodes
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import NoInput
from ivr.dialogue.flow.people import TRIES, to_person
from ivr.dialogue.identify_states import AwaitCode, ResendingCode, StartingVerification
from ivr.dialogue.signing_states import AwaitSigningCode, ResendingSigningCode, StartingSigning
from ivr.dialogue.states import Transferring

Awaiting = TypeVar("Awaiting", AwaitCode, AwaitSigningCode)
Sending = StartingVerification | ResendingCode | StartingSigning | ResendingSigningCode

PATIENT_ROUNDS = 3


def is_resend_said(state: AwaitCode | AwaitSigningCode) -> bool:
    """A new code is offered from the second round; asked for, it is sent in the first one too."""
    return state.round > 1


def start_entry_over(state: Awaiting) -> Awaiting:
    """A star in the entry, which the six keys then cut short: no try."""
    return replace(state, hint=Hint.STARTED_OVER)


def misread(state: Awaiting) -> Awaiting | Transferring:
    if state.tries + 1 >= TRIES:
        return to_person(state.context, Reason.NOT_UNDERSTOOD)
    return replace(state, hint=Hint.UNREADABLE, tries=state.tries + 1)


def wait_on(state: Awaiting, _: NoInput) -> Awaiting | Transferring:
    """Patience: silence while a code is on its way is no try."""
    if state.round >= PATIENT_ROUNDS:
        return to_person(state.context, Reason.NO_CODE)
    return replace(state, hint=Hint.PATIENT, round=state.round + 1)


def no_codes(state: Sending, _: NoCodes) -> Transferring:
    """Nobody waits for a code that is known not to come."""
    return to_person(state.context, Reason.NO_CODES)
