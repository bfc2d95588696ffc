"""Tell the open offers to everybody, and to a verified caller what is theirs."""

from dataclasses import dataclass

from domain.details import AccountDetails, ApplicationDetails
from domain.disclosure import Grant, Personal
from domain.journey import ApplicantSummary, Part, Summary
from domain.offers import Offer


@dataclass(frozen=True)
class ReadOffers:
    """The open offers, public."""


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


@dataclass(frozen=True)
class OffersRead:
    """`may_apply`: the address where one applies can be had as a text."""

    offers: tuple[Offer, ...]
    may_apply: bool = False


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


TellingRequest = ReadOffers | ReadSummary | ReadDetails | ReadApplication
TellingAnswer = OffersRead | SummaryRead | DetailsRead | ApplicationRead | WhichApplication
