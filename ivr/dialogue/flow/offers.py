"""What everybody may hear: the open offers."""

from domain.requests import OffersRead
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import identify_anew, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.identify_states import AskIdentifier
from ivr.dialogue.states import Goodbye, OffersMenu, ReadingOffers, TellOffers, Transferring


def tell_offers(state: ReadingOffers, event: OffersRead) -> TellOffers:
    return TellOffers(state.context, event.offers)


def cannot_read(state: ReadingOffers, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


def choose(
    state: TellOffers | OffersMenu, event: Digits
) -> ReadingOffers | AskIdentifier | Transferring | Goodbye | OffersMenu:
    match event.keys:
        case "1" | "#":
            return ReadingOffers(state.context)
        case "2":
            return identify_anew(state.context)
        case "0":
            return to_person(state.context)
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
    return asked_again(menu_of(state), Hint.UNREADABLE)


def menu_of(state: TellOffers | OffersMenu) -> OffersMenu:
    """The menu after the telling, no try taken yet."""
    return state if isinstance(state, OffersMenu) else OffersMenu(state.context, Hint.FIRST, 0)


def silent_after_telling(state: TellOffers, _: NoInput) -> OffersMenu:
    return OffersMenu(state.context, Hint.SILENT, 1)


OFFERS: Flow = flow(
    on(ReadingOffers, OffersRead, tell_offers),
    on(ReadingOffers, ServiceFailed, cannot_read),
    on(TellOffers, Digits, choose),
    on(TellOffers, NoInput, silent_after_telling),
    on(OffersMenu, Digits, choose),
    on(OffersMenu, NoInput, no_input),
)
