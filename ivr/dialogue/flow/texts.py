"""What was told, as a text message to the phone on record, and back to the menu."""

from dataclasses import replace

from domain.journey import Part
from domain.requests import Refused, TextSent, Topic
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.detail_states import DetailsMenu
from ivr.dialogue.events import ServiceFailed
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.states import SendingText, Transferring


def send_text(
    menu: CustomerMenu | ApplicantMenu | DetailsMenu,
    topic: Topic,
    part: Part = Part.ACCOUNT,
    application: str | None = None,
) -> SendingText | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to send and a person helps."""
    context = menu.context
    if context.grant is None:
        return to_person(context, Reason.FAILURE)
    return SendingText(context, context.grant, topic, replace(menu, hint=Hint.FIRST, tries=0), part, application)


def sent(state: SendingText, _: TextSent) -> CustomerMenu | ApplicantMenu | DetailsMenu:
    return replace(state.asked_in, hint=Hint.TEXTED)


def no_text_left(state: SendingText, _: Refused) -> Transferring:
    return to_person(state.context, Reason.NO_TEXT)


def cannot_send(state: SendingText, _: ServiceFailed) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


TEXTS: Flow = flow(
    on(SendingText, TextSent, sent),
    on(SendingText, Refused, no_text_left),
    on(SendingText, ServiceFailed, cannot_send),
)
