"""Where a call can be when a customer wants to hear more than the summary."""

from dataclasses import dataclass, field
from typing import Literal

from domain.details import AccountDetails
from domain.disclosure import Grant, Personal
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.state import Callers, HasMenu, Section, SpeakingState, WorkingState


@dataclass(frozen=True)
class DetailsMenu(SpeakingState, section=Section.CUSTOMER, callers=Callers.VERIFIED):
    """The options without the figures: every telling is read afresh."""

    context: CallContext
    hint: Hint
    tries: int
    may_pay: bool = False
    tag: Literal["DetailsMenu"] = field(default="DetailsMenu", repr=False)


@dataclass(frozen=True)
class TellDetails(SpeakingState, HasMenu[DetailsMenu], section=Section.CUSTOMER):
    """`page`: from 1, all of one reading; `pages`: how many there are. `may_pay`: how to pay can be had as a text."""

    context: CallContext
    figures: Personal[AccountDetails]
    pages: int
    may_pay: bool = False
    page: int = 1
    tag: Literal["TellDetails"] = field(default="TellDetails", repr=False)

    def menu(self) -> DetailsMenu:
        """After the last page."""
        return DetailsMenu(self.context, Hint.FIRST, 0, self.may_pay)


@dataclass(frozen=True)
class ReadingDetails(WorkingState):
    context: CallContext
    grant: Grant
    tag: Literal["ReadingDetails"] = field(default="ReadingDetails", repr=False)
