"""The call as one table: one part per journey, merged once."""

from typing import Any

from ivr.dialogue.events import Digits
from ivr.dialogue.flow.account import ACCOUNT
from ivr.dialogue.flow.application import APPLICATION
from ivr.dialogue.flow.application_details import APPLICATION_DETAILS
from ivr.dialogue.flow.call_back import CALL_BACK
from ivr.dialogue.flow.choosing import CHOOSING
from ivr.dialogue.flow.details import DETAILS
from ivr.dialogue.flow.identify import IDENTIFY
from ivr.dialogue.flow.obstacles import OBSTACLES
from ivr.dialogue.flow.offers import OFFERS
from ivr.dialogue.flow.signing import SIGNING
from ivr.dialogue.flow.table import Flow, flow
from ivr.dialogue.flow.terms import TERMS
from ivr.dialogue.flow.texts import TEXTS
from ivr.dialogue.flow.transfer import TRANSFER
from ivr.dialogue.menu import Menu
from ivr.dialogue.states import State

JOURNEYS = (
    IDENTIFY,
    OFFERS,
    ACCOUNT,
    DETAILS,
    APPLICATION,
    APPLICATION_DETAILS,
    CHOOSING,
    TEXTS,
    TERMS,
    SIGNING,
    OBSTACLES,
    TRANSFER,
    CALL_BACK,
)

CALL_FLOW: Flow = flow(*(arrow for journey in JOURNEYS for arrow in journey.values()))


def menu_of(state: State) -> Menu[Any] | None:
    """What `state` offers; None where it takes no keys."""
    arrow = CALL_FLOW.get((type(state), Digits))
    return arrow.handler if arrow and isinstance(arrow.handler, Menu) else None
