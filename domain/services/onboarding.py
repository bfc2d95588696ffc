"""What the onboarding API reads, and which operations an application has now. All of the ledger of `work`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from domain.accounts import Account
from domain.applications import MAY_BE_SIGNED, Application, ApplicationStatus, lenders_stage
from domain.offers import Offer
from domain.unit_of_work import UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    items: Sequence[T]
    is_last: bool


class Operation(StrEnum):
    """The wire's words."""

    APPLY = "apply-for-account"
    SIGN = "sign-agreement"


def list_offers(work: UnitOfWork, *, top: int, skip: int) -> Page[Offer]:
    """In the order of their profiles."""
    return _page(work.offers.list()[skip : skip + top + 1], top)


def find_offer(work: UnitOfWork, profile: str) -> Offer | None:
    return work.offers.get(profile)


def list_applications(work: UnitOfWork, profile: str, *, top: int, skip: int) -> Page[Application]:
    """Oldest first."""
    return _page(work.applications.of_profile(profile, limit=top + 1, skip=skip), top)


def find_application(work: UnitOfWork, profile: str, ref: str) -> Application | None:
    """None also where it is another profile's, or not complete."""
    application = work.applications.get(ref)
    if application is None or application.profile != profile or application.status is ApplicationStatus.STARTED:
        return None
    return application


def find_account(work: UnitOfWork, number: str) -> Account | None:
    return work.accounts.numbered(number)


def operations_of_offer(offer: Offer) -> Sequence[Operation]:
    return [Operation.APPLY] if offer.is_open else []


def operations_of(application: Application, now: datetime) -> Sequence[Operation]:
    """What was granted may be signed until it expires, also where its offer was closed since."""
    return [Operation.SIGN] if lenders_stage(application, now) in MAY_BE_SIGNED else []


def _page(found: Sequence[T], top: int) -> Page[T]:
    """`found`: one more than asked for, where there are more."""
    return Page(found[:top], is_last=len(found) <= top)
