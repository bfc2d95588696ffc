"""Where a call can be when an applicant hears how an application stands, or more of it, or says which one is meant."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from domain.details import ApplicationDetails
from domain.disclosure import Grant, Personal
from domain.journey import ApplicantSummary
from ivr.dialogue.context import CallContext, Hint


class Wish(StrEnum):
    """What an application is chosen for."""

    SIGN = "sign"
    HEAR = "hear"


@dataclass(frozen=True)
class TellApplicant:
    """`may_sign`: an agreement waits for a signature that can be given now. `has_account`: beside the application."""

    context: CallContext
    figures: Personal[ApplicantSummary]
    may_sign: bool = False
    has_account: bool = False
    tag: Literal["TellApplicant"] = field(default="TellApplicant", repr=False)


@dataclass(frozen=True)
class ApplicantMenu:
    context: CallContext
    hint: Hint
    tries: int
    may_sign: bool = False
    has_account: bool = False
    tag: Literal["ApplicantMenu"] = field(default="ApplicantMenu", repr=False)


@dataclass(frozen=True)
class ChooseApplication:
    """Each is told apart by its amount; the state ends with its telling, as all that carry figures."""

    context: CallContext
    figures: Personal[ApplicantSummary]
    wish: Wish = Wish.SIGN
    tag: Literal["ChooseApplication"] = field(default="ChooseApplication", repr=False)


@dataclass(frozen=True)
class TellApplication:
    """`page`: from 1, all of one reading; `pages`: how many there are. `asked_in`: the menu to come back to.

    `may_sign`: this one waits for a signature that can be given now.
    """

    context: CallContext
    figures: Personal[ApplicationDetails]
    pages: int
    asked_in: ApplicantMenu
    may_sign: bool = False
    page: int = 1
    tag: Literal["TellApplication"] = field(default="TellApplication", repr=False)


@dataclass(frozen=True)
class ReadingApplication:
    """Of a verified caller only. `application`: the one that was chosen, where one was."""

    context: CallContext
    grant: Grant
    application: str | None
    asked_in: ApplicantMenu
    tag: Literal["ReadingApplication"] = field(default="ReadingApplication", repr=False)
