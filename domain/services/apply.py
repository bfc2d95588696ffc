"""Apply for an account of one profile: 18 or older, an open offer, no account of that profile yet."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.applicants import NewApplication
from domain.applications import Application
from domain.ports import UnitOfWork
from domain.services.lending import Lending


@dataclass(frozen=True)
class Invalid:
    """`parameter` is the wire's, in the way of its problems: `NationalConsumerIdentifier.Value`."""

    parameter: str
    why: str


@dataclass(frozen=True)
class NoSuchOffer:
    pass


@dataclass(frozen=True)
class AccountProfileExists:
    """The person has an account of this profile already."""


def apply(
    work: UnitOfWork, lending: Lending, profile: str, posted: NewApplication, *, by: str, now: datetime, today: date
) -> Application | Invalid | NoSuchOffer | AccountProfileExists:
    """`by`: the token's subject; `today` in the time zone of the line."""
    raise NotImplementedError
