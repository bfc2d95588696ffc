"""Where a call can be. A speaking state alone decides what is said; a working state is one request to the domain.

Every class has a `Literal` tag: a union without one reloads as the wrong class.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

from domain.disclosure import Grant
from domain.journey import Part
from domain.requests import Topic
from ivr.dialogue.application_states import (
    ApplicantMenu,
    ChooseApplication,
    ReadingApplication,
    TellApplicant,
    TellApplication,
)
from ivr.dialogue.context import CallContext, Farewell, Hint, Missed, Reason
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.detail_states import DetailsMenu, ReadingDetails, TellDetails
from ivr.dialogue.identify_states import (
    AskIdentifier,
    AwaitCode,
    CheckingCode,
    ChooseLanguage,
    NotVerified,
    ResendingCode,
    StartingVerification,
)
from ivr.dialogue.offer_states import OffersMenu, ReadingOffers, SendingLink, TellOffers
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    CannotSign,
    ReadingTerms,
    ResendingSigningCode,
    SigningAgreement,
    StartingSigning,
    TellSigned,
    TellTerms,
)
from ivr.dialogue.state import Callers, Section, SpeakingState, WorkingState
from ivr.dialogue.voice import Queue

# Speaking states.


@dataclass(frozen=True)
class Transferring(SpeakingState, section=Section.PERSON, callers=Callers.ANYBODY):
    """`target`: which number of the queue rings, from 0. `taken`: the agent pressed the whisper's key."""

    context: CallContext
    queue: Queue
    reason: Reason
    target: int = 0
    taken: bool = False
    tag: Literal["Transferring"] = field(default="Transferring", repr=False)


@dataclass(frozen=True)
class NobodyAnswered(SpeakingState, section=Section.PERSON, callers=Callers.ANYBODY):
    context: CallContext
    queue: Queue
    reason: Reason
    missed: Missed
    hint: Hint = Hint.FIRST
    tries: int = 0
    tag: Literal["NobodyAnswered"] = field(default="NobodyAnswered", repr=False)


@dataclass(frozen=True)
class Goodbye(SpeakingState, section=Section.GOODBYE, callers=Callers.ANYBODY):
    context: CallContext
    farewell: Farewell
    tag: Literal["Goodbye"] = field(default="Goodbye", repr=False)


# Working states: what they carry of the question they came from lets it be asked again.


@dataclass(frozen=True)
class ReadingSummary(WorkingState):
    context: CallContext
    grant: Grant
    part: Part = Part.ACCOUNT
    tag: Literal["ReadingSummary"] = field(default="ReadingSummary", repr=False)


@dataclass(frozen=True)
class SendingText(WorkingState):
    """The caller comes back to the menu that it was asked for in."""

    context: CallContext
    grant: Grant
    topic: Topic
    asked_in: CustomerMenu | ApplicantMenu | DetailsMenu
    part: Part = Part.ACCOUNT
    application: str | None = None
    tag: Literal["SendingText"] = field(default="SendingText", repr=False)


Speaking = (
    ChooseLanguage
    | AskIdentifier
    | AwaitCode
    | NotVerified
    | TellOffers
    | OffersMenu
    | TellCustomer
    | CustomerMenu
    | TellDetails
    | DetailsMenu
    | TellApplicant
    | ApplicantMenu
    | ChooseApplication
    | TellApplication
    | TellTerms
    | AskConsent
    | AwaitSigningCode
    | TellSigned
    | CannotSign
    | Transferring
    | NobodyAnswered
    | Goodbye
)
Working = (
    StartingVerification
    | ResendingCode
    | CheckingCode
    | ReadingSummary
    | ReadingDetails
    | ReadingApplication
    | SendingText
    | AskingCallBack
    | SendingLink
    | ReadingOffers
    | ReadingTerms
    | StartingSigning
    | ResendingSigningCode
    | SigningAgreement
)
State = Speaking | Working

SPEAKING: tuple[type[Speaking], ...] = get_args(Speaking)
WORKING: tuple[type[Working], ...] = get_args(Working)


def greetings(languages: tuple[str, ...]) -> tuple[Speaking, ...]:
    """Of a line with all of them, and of lines with one."""
    return (greeting(languages), *(greeting((language,)) for language in languages if len(languages) > 1))


def greeting(languages: tuple[str, ...]) -> ChooseLanguage | AskIdentifier:
    """Where every call begins: with the identifier, or with the language where there are several."""
    context = CallContext(languages[0])
    return ChooseLanguage(context, languages) if len(languages) > 1 else AskIdentifier(context)
