"""What everybody may hear: the open offers, and where to apply, as a text message."""

from domain.requests import LinkSent, NoNumber, OffersRead, Refused
from ivr.dialogue.choices import Choice, chosen, of_offers
from ivr.dialogue.context import Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import identify_anew, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.identify_states import AskIdentifier
from ivr.dialogue.offer_states import OffersMenu, ReadingOffers, SendingLink, TellOffers
from ivr.dialogue.states import Goodbye, Transferring


def tell_offers(state: ReadingOffers, event: OffersRead) -> TellOffers:
    return TellOffers(state.context, event.offers, event.may_apply)


def no_service(state: ReadingOffers | SendingLink, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


def choose(
    state: TellOffers | OffersMenu, event: Digits
) -> ReadingOffers | AskIdentifier | SendingLink | Transferring | Goodbye | OffersMenu:
    if event.keys == "9":
        return Goodbye(state.context, Farewell.ENDED)
    match chosen(event.keys, of_offers(state)):
        case Choice.AGAIN:
            return ReadingOffers(state.context)
        case Choice.IDENTIFY:
            return identify_anew(state.context)
        case Choice.LINK:
            return SendingLink(state.context)
    return to_person(state.context) if event.keys == "0" else asked_again(menu_of(state), Hint.UNREADABLE)


def menu_of(state: TellOffers | OffersMenu) -> OffersMenu:
    """The menu after the telling, no try taken yet."""
    return state if isinstance(state, OffersMenu) else OffersMenu(state.context, Hint.FIRST, 0, state.may_apply)


def silent_after_telling(state: TellOffers, _: NoInput) -> OffersMenu:
    return OffersMenu(state.context, Hint.SILENT, 1, state.may_apply)


def link_sent(state: SendingLink, _: LinkSent) -> OffersMenu:
    return OffersMenu(state.context, Hint.LINKED, 0, may_apply=True)


def no_number(state: SendingLink, _: NoNumber) -> OffersMenu:
    """Not offered again: there is no number to send it to."""
    return OffersMenu(state.context, Hint.NO_NUMBER, 0)


def no_text_left(state: SendingLink, _: Refused) -> Transferring:
    return to_person(state.context, Reason.NO_TEXT)


OFFERS: Flow = flow(
    on(ReadingOffers, OffersRead, tell_offers),
    on(ReadingOffers, ServiceFailed, no_service),
    on(TellOffers, Digits, choose),
    on(TellOffers, NoInput, silent_after_telling),
    on(OffersMenu, Digits, choose),
    on(OffersMenu, NoInput, no_input),
    on(SendingLink, LinkSent, link_sent),
    on(SendingLink, NoNumber, no_number),
    on(SendingLink, Refused, no_text_left),
    on(SendingLink, ServiceFailed, no_service),
)
