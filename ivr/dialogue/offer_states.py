"""Where a call can be while somebody hears what the lender offers to everybody."""

from dataclasses import dataclass, field
from typing import Literal

from domain.offers import Offer
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.state import Callers, HasMenu, Section, SpeakingState, WorkingState


@dataclass(frozen=True)
class OffersMenu(SpeakingState, section=Section.OFFERS, callers=Callers.STRANGERS):
    context: CallContext
    hint: Hint
    tries: int
    may_apply: bool = False
    tag: Literal["OffersMenu"] = field(default="OffersMenu", repr=False)


@dataclass(frozen=True)
class TellOffers(SpeakingState, HasMenu[OffersMenu], section=Section.OFFERS, callers=Callers.STRANGERS):
    """`may_apply`: the address where one applies can be had as a text."""

    context: CallContext
    offers: tuple[Offer, ...]
    may_apply: bool = False
    tag: Literal["TellOffers"] = field(default="TellOffers", repr=False)

    def menu(self) -> OffersMenu:
        return OffersMenu(self.context, Hint.FIRST, 0, self.may_apply)


@dataclass(frozen=True)
class ReadingOffers(WorkingState, callers=Callers.STRANGERS):
    context: CallContext
    tag: Literal["ReadingOffers"] = field(default="ReadingOffers", repr=False)


@dataclass(frozen=True)
class SendingLink(WorkingState, callers=Callers.STRANGERS):
    """The address where one applies, to the number that the call comes from."""

    context: CallContext
    tag: Literal["SendingLink"] = field(default="SendingLink", repr=False)
