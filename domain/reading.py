"""What a verified caller asks to be told, or to be texted, and what comes back."""

from dataclasses import dataclass
from enum import StrEnum

from domain.details import AccountDetails, ApplicationDetails
from domain.disclosure import Grant, Personal
from domain.journey import ApplicantSummary, Part, Summary


@dataclass(frozen=True)
class ReadSummary:
    """Read afresh what is to be told to a verified caller."""

    grant: Grant
    part: Part = Part.ACCOUNT


@dataclass(frozen=True)
class ReadDetails:
    """More than the summary, of a customer."""

    grant: Grant


@dataclass(frozen=True)
class ReadApplication:
    """More than the summary, of this application, or of the one that there is."""

    grant: Grant
    application: str | None = None


class Topic(StrEnum):
    """What a verified caller can have as a text message."""

    SUMMARY = "summary"
    DETAILS = "details"
    PAYMENT = "payment"


@dataclass(frozen=True)
class SendText:
    """The same as is told, to the phone on record. `application`: the one whose details are asked for."""

    grant: Grant
    topic: Topic
    part: Part = Part.ACCOUNT
    application: str | None = None


@dataclass(frozen=True)
class SummaryRead:
    summary: Personal[Summary]


@dataclass(frozen=True)
class DetailsRead:
    details: Personal[AccountDetails]


@dataclass(frozen=True)
class ApplicationRead:
    details: Personal[ApplicationDetails]


@dataclass(frozen=True)
class WhichApplication:
    """More than one can be meant: these, the newest first."""

    applications: Personal[ApplicantSummary]


@dataclass(frozen=True)
class TextSent:
    """It is on its way."""


Reading = ReadSummary | ReadDetails | ReadApplication | SendText
Read = SummaryRead | DetailsRead | ApplicationRead | WhichApplication | TextSent
