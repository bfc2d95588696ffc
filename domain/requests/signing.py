"""Hear the terms of an agreement, agree to them, and sign by a one-time code."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.disclosure import Grant, Personal
from domain.signing import Obstacle, SignedSummary, TermsSummary


@dataclass(frozen=True)
class ReadTerms:
    """The main terms for this application, or for the one that can be signed; its documents go out by e-mail once."""

    grant: Grant
    application: str | None = None


@dataclass(frozen=True)
class StartSigning:
    """After a yes to this agreement (SHA-256, hex), which sounded like `spoken`: send a fresh code bound to it."""

    grant: Grant
    agreement: str
    spoken: str


@dataclass(frozen=True)
class SignAgreement:
    """The code of a challenge that `StartSigning` made for this agreement."""

    grant: Grant
    agreement: str
    spoken: str
    challenge: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class TermsRead:
    """`spoken`: how they sound, as in `domain.signing.Heard`."""

    terms: Personal[TermsSummary]
    spoken: str


@dataclass(frozen=True)
class Signed:
    """Committed: an account exists. A repetition gets the same."""

    summary: Personal[SignedSummary]


@dataclass(frozen=True)
class NotSignable:
    """`signs_from`: in the time of the line, where the phone number is too new."""

    obstacle: Obstacle
    signs_from: datetime | None = None


SigningRequest = ReadTerms | StartSigning | SignAgreement
SigningAnswer = TermsRead | Signed | NotSignable
