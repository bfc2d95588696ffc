"""Make sure of who calls, by a one-time code."""

from dataclasses import dataclass, field

from domain.disclosure import Grant, Personal
from domain.identifiers import KeyedIdentifier
from domain.journey import Summary


@dataclass(frozen=True)
class StartVerification:
    """Send a code to whoever is identified, or pretend to."""

    identifier: KeyedIdentifier = field(repr=False)


@dataclass(frozen=True)
class ResendCode:
    """The same challenge gets a new code; its tries stay counted."""

    challenge: str


@dataclass(frozen=True)
class CheckCode:
    challenge: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class CodeSent:
    """To whom it is possible: said of known and unknown people alike."""

    challenge: str


@dataclass(frozen=True)
class NoCodes:
    """No code leaves now, whoever asks: no worker or no carrier is at work, or a total is reached."""


@dataclass(frozen=True)
class ResendTooSoon:
    """The last code is still on its way."""


@dataclass(frozen=True)
class CodeAccepted:
    """With what the caller may now hear, read in the same transaction."""

    grant: Grant
    summary: Personal[Summary]


@dataclass(frozen=True)
class CodeWrong:
    """Another try is left."""


VerificationRequest = StartVerification | ResendCode | CheckCode
VerificationAnswer = CodeSent | NoCodes | ResendTooSoon | CodeAccepted | CodeWrong
