"""Where a call can be when a customer wants to hear more than the summary."""

from dataclasses import dataclass, field
from typing import Literal

from domain.details import AccountDetails
from domain.disclosure import Grant, Personal
from ivr.dialogue.context import CallContext, Hint


@dataclass(frozen=True)
class TellDetails:
    """`page`: from 1, all of one reading; `pages`: how many there are. `may_pay`: how to pay can be had as a text."""

    context: CallContext
    figures: Personal[AccountDetails]
    pages: int
    may_pay: bool = False
    page: int = 1
    tag: Literal["TellDetails"] = field(default="TellDetails", repr=False)


@dataclass(frozen=True)
class DetailsMenu:
    """The options without the figures: every telling is read afresh."""

    context: CallContext
    hint: Hint
    tries: int
    may_pay: bool = False
    tag: Literal["DetailsMenu"] = field(default="DetailsMenu", repr=False)


@dataclass(frozen=True)
class ReadingDetails:
    """Of a verified caller only."""

    context: CallContext
    grant: Grant
    tag: Literal["ReadingDetails"] = field(default="ReadingDetails", repr=False)
