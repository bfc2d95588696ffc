"""Where a call can be until its caller is verified, or is not."""

from dataclasses import dataclass, field
from typing import Literal

from domain.identifiers import KeyedIdentifier
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.state import Callers, Section, SpeakingState, WorkingState


@dataclass(frozen=True)
class ChooseLanguage(SpeakingState, section=Section.IDENTIFY, callers=Callers.STRANGERS):
    """The first question where there are several languages. Until it is answered the first one is spoken."""

    context: CallContext
    languages: tuple[str, ...]
    hint: Hint = Hint.FIRST
    tries: int = 0
    tag: Literal["ChooseLanguage"] = field(default="ChooseLanguage", repr=False)


@dataclass(frozen=True)
class AskIdentifier(SpeakingState, section=Section.IDENTIFY, callers=Callers.STRANGERS):
    """`tries`: entries that were missing or could not be read."""

    context: CallContext
    hint: Hint = Hint.FIRST
    tries: int = 0
    tag: Literal["AskIdentifier"] = field(default="AskIdentifier", repr=False)


@dataclass(frozen=True)
class AwaitCode(SpeakingState, section=Section.IDENTIFY, callers=Callers.STRANGERS):
    """`round`: of patience, from 1, no try. `resends`: asked for, put off too. `tries`: entries of a wrong length."""

    context: CallContext
    challenge: str
    hint: Hint = Hint.FIRST
    round: int = 1
    resends: int = 0
    tries: int = 0
    tag: Literal["AwaitCode"] = field(default="AwaitCode", repr=False)


@dataclass(frozen=True)
class NotVerified(SpeakingState, section=Section.IDENTIFY, callers=Callers.STRANGERS):
    """Unknown people and failed codes meet here, with the same words for every reason."""

    context: CallContext
    hint: Hint = Hint.FIRST
    tries: int = 0
    tag: Literal["NotVerified"] = field(default="NotVerified", repr=False)


# Working states: what they carry of the question they came from lets it be asked again.


@dataclass(frozen=True)
class StartingVerification(WorkingState, callers=Callers.STRANGERS):
    context: CallContext
    identifier: KeyedIdentifier
    tag: Literal["StartingVerification"] = field(default="StartingVerification", repr=False)


@dataclass(frozen=True)
class ResendingCode(WorkingState, callers=Callers.STRANGERS):
    context: CallContext
    asked_in: AwaitCode
    tag: Literal["ResendingCode"] = field(default="ResendingCode", repr=False)


@dataclass(frozen=True)
class CheckingCode(WorkingState, callers=Callers.STRANGERS):
    context: CallContext
    asked_in: AwaitCode
    code: str = field(repr=False)
    tag: Literal["CheckingCode"] = field(default="CheckingCode", repr=False)
