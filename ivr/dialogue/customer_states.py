"""Where a call can be when a customer hears how the account stands."""

from dataclasses import dataclass, field
from typing import Literal

from domain.disclosure import Personal
from domain.journey import CustomerSummary
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.state import Callers, HasMenu, Section, SpeakingState


@dataclass(frozen=True)
class CustomerMenu(SpeakingState, section=Section.CUSTOMER, callers=Callers.VERIFIED):
    """The options without the figures: every telling is read afresh."""

    context: CallContext
    hint: Hint
    tries: int
    may_pay: bool = False
    has_application: bool = False
    tag: Literal["CustomerMenu"] = field(default="CustomerMenu", repr=False)


@dataclass(frozen=True)
class TellCustomer(SpeakingState, HasMenu[CustomerMenu], section=Section.CUSTOMER):
    """`may_pay`: how to pay can be had as a text. `has_application`: beside the account."""

    context: CallContext
    figures: Personal[CustomerSummary]
    may_pay: bool = False
    has_application: bool = False
    tag: Literal["TellCustomer"] = field(default="TellCustomer", repr=False)

    def menu(self) -> CustomerMenu:
        return CustomerMenu(self.context, Hint.FIRST, 0, self.may_pay, self.has_application)
