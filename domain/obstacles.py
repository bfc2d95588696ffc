"""Why an agreement cannot be signed now, where it cannot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.applications import MAY_BE_SIGNED, Application, Stage, lenders_stage, stage
from domain.offers import Offer
from domain.people import Person
from domain.signing import Obstacle

PHONE_SETTLES = timedelta(hours=72)

OBSTACLES = {
    Stage.STARTED: Obstacle.NOTHING_TO_SIGN,
    Stage.IDENTITY_PENDING: Obstacle.IDENTITY_PENDING,
    Stage.IDENTITY_FAILED: Obstacle.IDENTITY_FAILED,
    Stage.NEEDS_A_PERSON: Obstacle.NEEDS_A_PERSON,
    Stage.IN_REVIEW: Obstacle.IN_REVIEW,
    Stage.EXPIRED: Obstacle.EXPIRED,
    Stage.OFFER_CLOSED: Obstacle.OFFER_CLOSED,
    Stage.BEING_SIGNED: Obstacle.BEING_SIGNED,
    Stage.APPROVED: Obstacle.ALREADY_SIGNED,
    Stage.REJECTED: Obstacle.REJECTED,
}


@dataclass(frozen=True)
class Circumstances:
    """Of a call: whether the caller made it, and whether this line takes a keyed code for a signature."""

    now: datetime
    is_inbound: bool
    takes_keys: bool


def lenders_obstacle(application: Application, now: datetime) -> Obstacle | None:
    """For the lender's own systems."""
    return OBSTACLES.get(lenders_stage(application, now))


def obstacle(application: Application, offer: Offer | None, person: Person, call: Circumstances) -> Obstacle | None:
    """On the phone; first what is about the application, then what is about the call."""
    found = stage(application, call.now, is_offer_open=offer is not None and offer.is_open)
    return OBSTACLES[found] if found not in MAY_BE_SIGNED else _of_call(person, call)


def phone_signs_from(person: Person) -> datetime:
    """The number on record alone, first or changed: a code that was used so long ago came after it was stored."""
    confirmed = person.phone_confirmed_at
    settled = person.phone_since + PHONE_SETTLES
    return settled if confirmed is None else min(confirmed, settled)


def _of_call(person: Person, call: Circumstances) -> Obstacle | None:
    if not call.is_inbound:
        return Obstacle.PLACED_BY_US
    if call.now < phone_signs_from(person):
        return Obstacle.PHONE_CHANGED
    return None if call.takes_keys else Obstacle.NOT_BY_KEYS
