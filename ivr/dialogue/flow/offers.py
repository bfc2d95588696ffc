"""What everybody may hear: the open offers, and where to apply, as a text message."""

from domain.requests import LinkSent, NoNumber, OffersRead, Refused
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.menus import END, PERSON, misunderstood, no_input, silent
from ivr.dialogue.flow.people import identify_anew, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.identify_states import AskIdentifier, NotVerified
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.offer_states import OffersMenu, ReadingOffers, SendingLink, TellOffers
from ivr.dialogue.states import State, Transferring

Told = TellOffers | OffersMenu


def tell_offers(state: ReadingOffers, event: OffersRead) -> TellOffers:
    return TellOffers(state.context, event.offers, event.may_apply)


def no_service(state: ReadingOffers | SendingLink, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


def hear_offers(state: State) -> ReadingOffers:
    return ReadingOffers(state.context)


def identify(state: Told | NotVerified) -> AskIdentifier | Transferring:
    return identify_anew(state.context)


def send_link(state: Told) -> SendingLink:
    return SendingLink(state.context)


AGAIN: Option[Told] = Option("again", hear_offers)
OFFERED: Menu[Told] = Menu(
    (
        AGAIN,
        Option("identify", identify),
        Option("link", send_link, offered=lambda state: state.may_apply),
        PERSON,
        END,
    ),
    otherwise=misunderstood,
    at_hash=AGAIN,
)


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
    on(TellOffers, Digits, OFFERED),
    on(TellOffers, NoInput, silent),
    on(OffersMenu, Digits, OFFERED),
    on(OffersMenu, NoInput, no_input),
    on(SendingLink, LinkSent, link_sent),
    on(SendingLink, NoNumber, no_number),
    on(SendingLink, Refused, no_text_left),
    on(SendingLink, ServiceFailed, no_service),
)
