"""Where a call can be when an applicant hears how an application stands, or more of it, or says which one is meant."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from domain.applications import MAY_BE_SIGNED
from domain.details import ApplicationDetails
from domain.disclosure import Grant, Personal
from domain.journey import ApplicantSummary
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.state import Callers, HasMenu, Section, SpeakingState, WorkingState


class Wish(StrEnum):
    """What an application is chosen for."""

    SIGN = "sign"
    HEAR = "hear"


def may_sign(summary: ApplicantSummary) -> bool:
    return any(application.stage in MAY_BE_SIGNED for application in summary.applications)


@dataclass(frozen=True)
class ApplicantMenu(SpeakingState, section=Section.APPLICANT, callers=Callers.VERIFIED):
    context: CallContext
    hint: Hint
    tries: int
    may_sign: bool = False
    has_account: bool = False
    tag: Literal["ApplicantMenu"] = field(default="ApplicantMenu", repr=False)


@dataclass(frozen=True)
class TellApplicant(SpeakingState, HasMenu[ApplicantMenu], section=Section.APPLICANT):
    """`may_sign`: an agreement waits for a signature that can be given now. `has_account`: beside the application."""

    context: CallContext
    figures: Personal[ApplicantSummary]
    may_sign: bool = False
    has_account: bool = False
    tag: Literal["TellApplicant"] = field(default="TellApplicant", repr=False)

    def menu(self) -> ApplicantMenu:
        return ApplicantMenu(self.context, Hint.FIRST, 0, self.may_sign, self.has_account)


@dataclass(frozen=True)
class ChooseApplication(SpeakingState, HasMenu[ApplicantMenu], section=Section.APPLICANT):
    """Each is told apart by its amount; the state ends with its telling, as all that carry figures."""

    context: CallContext
    figures: Personal[ApplicantSummary]
    wish: Wish = Wish.SIGN
    tag: Literal["ChooseApplication"] = field(default="ChooseApplication", repr=False)

    def menu(self) -> ApplicantMenu:
        """The one that it was asked for in."""
        summary = self.figures.open(self.context.grant)
        return ApplicantMenu(self.context, Hint.FIRST, 0, may_sign(summary), summary.has_account)


@dataclass(frozen=True)
class TellApplication(SpeakingState, HasMenu[ApplicantMenu], section=Section.APPLICANT):
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

    def menu(self) -> ApplicantMenu:
        return self.asked_in


@dataclass(frozen=True)
class ReadingApplication(WorkingState):
    """`application`: the one that was chosen, where one was."""

    context: CallContext
    grant: Grant
    application: str | None
    asked_in: ApplicantMenu
    tag: Literal["ReadingApplication"] = field(default="ReadingApplication", repr=False)
