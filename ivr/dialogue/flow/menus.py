"""Menus: one key acts at once. Silence, or a key without a meaning, is asked again, fuller, then goes to a person."""

from dataclasses import replace
from typing import TypeVar

from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.detail_states import DetailsMenu
from ivr.dialogue.events import NoInput
from ivr.dialogue.flow.people import TRIES, to_person
from ivr.dialogue.identify_states import AskIdentifier, ChooseLanguage, NotVerified
from ivr.dialogue.offer_states import OffersMenu
from ivr.dialogue.signing_states import AskConsent
from ivr.dialogue.states import CustomerMenu, Transferring

Asking = TypeVar(
    "Asking",
    ChooseLanguage,
    AskIdentifier,
    NotVerified,
    OffersMenu,
    CustomerMenu,
    DetailsMenu,
    ApplicantMenu,
    AskConsent,
)


def asked_again(state: Asking, hint: Hint) -> Asking | Transferring:
    """The same question with the next try, or a person after the last one."""
    if state.tries + 1 >= TRIES:
        return to_person(state.context, Reason.NOT_UNDERSTOOD)
    return replace(state, hint=hint, tries=state.tries + 1)


def no_input(state: Asking, _: NoInput) -> Asking | Transferring:
    return asked_again(state, Hint.SILENT)
