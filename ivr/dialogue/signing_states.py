"""Where a call can be while an agreement is signed. Each state knows which agreement it is about, by its hash.

`spoken`: how its terms sounded in this call, as in `domain.requests.TermsRead`; empty where a release told them that
did not note it. None of the states outlives its session: what a caller has heard and agreed to is not made again from
a token.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.disclosure import Grant, Personal
from domain.signing import Obstacle, SignedSummary, TermsSummary
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.state import Callers, HasMenu, Section, SpeakingState, WorkingState


class TermsMenu(HasMenu[ApplicantMenu]):
    """On the way to a signature: whoever goes back may hear the terms again."""

    context: CallContext

    def menu(self) -> ApplicantMenu:
        return ApplicantMenu(self.context, Hint.FIRST, 0, may_sign=True)


@dataclass(frozen=True)
class TellTerms(SpeakingState, TermsMenu, section=Section.APPLICANT):
    """`page`: of the terms, from 1. All pages are of one reading."""

    context: CallContext
    figures: Personal[TermsSummary]
    page: int = 1
    spoken: str = ""
    tag: Literal["TellTerms"] = field(default="TellTerms", repr=False)


@dataclass(frozen=True)
class AskConsent(SpeakingState, TermsMenu, section=Section.APPLICANT, callers=Callers.VERIFIED):
    """To the terms that were told, for `application`. `tries`: keys that were missing or mean nothing here."""

    context: CallContext
    agreement: str
    hint: Hint = Hint.FIRST
    tries: int = 0
    application: str | None = None
    spoken: str = ""
    tag: Literal["AskConsent"] = field(default="AskConsent", repr=False)


@dataclass(frozen=True)
class AwaitSigningCode(SpeakingState, TermsMenu, section=Section.APPLICANT, callers=Callers.VERIFIED):
    """`challenge` was made for `agreement`; the rest as in AwaitCode."""

    context: CallContext
    agreement: str
    challenge: str
    hint: Hint = Hint.FIRST
    round: int = 1
    resends: int = 0
    tries: int = 0
    application: str | None = None
    spoken: str = ""
    tag: Literal["AwaitSigningCode"] = field(default="AwaitSigningCode", repr=False)


@dataclass(frozen=True)
class TellSigned(SpeakingState, HasMenu[CustomerMenu], section=Section.APPLICANT):
    context: CallContext
    figures: Personal[SignedSummary]
    tag: Literal["TellSigned"] = field(default="TellSigned", repr=False)

    def menu(self) -> CustomerMenu:
        return CustomerMenu(self.context, Hint.FIRST, 0)


@dataclass(frozen=True)
class CannotSign(SpeakingState, HasMenu[ApplicantMenu], section=Section.APPLICANT, callers=Callers.VERIFIED):
    context: CallContext
    obstacle: Obstacle
    application: str | None = None
    signs_from: datetime | None = None
    tag: Literal["CannotSign"] = field(default="CannotSign", repr=False)

    def menu(self) -> ApplicantMenu:
        return ApplicantMenu(self.context, Hint.FIRST, 0, may_sign=self.obstacle is Obstacle.TERMS_CHANGED)


# Working states.


@dataclass(frozen=True)
class ReadingTerms(WorkingState):
    """`application`: the one that was chosen, where one was."""

    context: CallContext
    grant: Grant
    application: str | None = None
    tag: Literal["ReadingTerms"] = field(default="ReadingTerms", repr=False)


@dataclass(frozen=True)
class StartingSigning(WorkingState):
    """After a yes to `agreement`, and after nothing else."""

    context: CallContext
    grant: Grant
    agreement: str
    spoken: str
    application: str | None = None
    tag: Literal["StartingSigning"] = field(default="StartingSigning", repr=False)


@dataclass(frozen=True)
class ResendingSigningCode(WorkingState):
    context: CallContext
    asked_in: AwaitSigningCode
    tag: Literal["ResendingSigningCode"] = field(default="ResendingSigningCode", repr=False)


@dataclass(frozen=True)
class SigningAgreement(WorkingState):
    context: CallContext
    grant: Grant
    asked_in: AwaitSigningCode
    code: str = field(repr=False)
    tag: Literal["SigningAgreement"] = field(default="SigningAgreement", repr=False)
