"""Where a call can be while somebody hears what the lender offers to everybody."""

from dataclasses import dataclass, field
from typing import Literal

from domain.offers import Offer
from ivr.dialogue.context import CallContext, Hint


@dataclass(frozen=True)
class TellOffers:
    """`may_apply`: the address where one applies can be had as a text."""

    context: CallContext
    offers: tuple[Offer, ...]
    may_apply: bool = False
    tag: Literal["TellOffers"] = field(default="TellOffers", repr=False)


@dataclass(frozen=True)
class OffersMenu:
    context: CallContext
    hint: Hint
    tries: int
    may_apply: bool = False
    tag: Literal["OffersMenu"] = field(default="OffersMenu", repr=False)


@dataclass(frozen=True)
class ReadingOffers:
    context: CallContext
    tag: Literal["ReadingOffers"] = field(default="ReadingOffers", repr=False)


@dataclass(frozen=True)
class SendingLink:
    """The address where one applies, to the number that the call comes from."""

    context: CallContext
    tag: Literal["SendingLink"] = field(default="SendingLink", repr=False)
