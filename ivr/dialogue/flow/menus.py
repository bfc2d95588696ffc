"""What menus share: a person and the end, and what is asked again, fuller, until a person helps."""

from dataclasses import replace
from typing import TypeVar

from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.detail_states import DetailsMenu
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.people import TRIES, to_person
from ivr.dialogue.identify_states import AskIdentifier, ChooseLanguage, NotVerified
from ivr.dialogue.menu import Option
from ivr.dialogue.offer_states import OffersMenu
from ivr.dialogue.signing_states import AskConsent
from ivr.dialogue.state import HasMenu
from ivr.dialogue.states import Goodbye, State, Transferring

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
Own = TypeVar("Own", OffersMenu, CustomerMenu, DetailsMenu, ApplicantMenu)
AnyState = TypeVar("AnyState", bound=State)


def asked_again(state: Asking, hint: Hint) -> Asking | Transferring:
    """The same question with the next try, or a person after the last one."""
    if state.tries + 1 >= TRIES:
        return to_person(state.context, Reason.NOT_UNDERSTOOD)
    return replace(state, hint=hint, tries=state.tries + 1)


def no_input(state: Asking, _: NoInput) -> Asking | Transferring:
    return asked_again(state, Hint.SILENT)


def unreadable(state: Asking, _: Digits) -> Asking | Transferring:
    return asked_again(state, Hint.UNREADABLE)


def menu_of(state: HasMenu[Own] | Own) -> Own:
    """The menu itself, or the one behind the state."""
    return state.menu() if isinstance(state, HasMenu) else state


def silent(state: HasMenu[Own], _: NoInput) -> Own:
    return replace(state.menu(), hint=Hint.SILENT, tries=1)


def misunderstood(state: HasMenu[Own] | Own, _: Digits) -> Own | Transferring:
    return asked_again(menu_of(state), Hint.UNREADABLE)


def ask_person(state: State) -> Transferring:
    return to_person(state.context)


def end(state: State) -> Goodbye:
    return Goodbye(state.context, Farewell.ENDED)


def stay(state: AnyState) -> AnyState:
    return state


PERSON: Option[State] = Option("person", ask_person)
PERSON_IN_ENTRY: Option[State] = Option("person-entry", ask_person)
END: Option[State] = Option("end", end)
STAY: Option[State] = Option("stay", stay)
"""A lone hash is a habit, and no try."""
