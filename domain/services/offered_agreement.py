"""Which agreement a verified caller can sign, and whether it is still the one that was told."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.agreements import Agreement, make_agreement
from domain.applications import Application
from domain.obstacles import Circumstances, obstacle, phone_signs_from
from domain.offers import Offer
from domain.requests import NotSignable
from domain.services.asked import Asked
from domain.services.told_terms import heard_today
from domain.signing import Obstacle


@dataclass(frozen=True)
class Signable:
    application: Application
    agreement: Agreement


def signable(asked: Asked, person: str, ref: str | None) -> Sequence[Signable] | Obstacle:
    """Those of this person's applications that can be signed, the newest first; of one alone where `ref` names it.

    Where none can, what is in the way of the newest.
    """
    own = [one for one in asked.work.applications.of(person) if ref in (None, one.ref)]
    newest_first = sorted(own, key=lambda one: one.created_at, reverse=True)
    found = [_signable(asked, application) for application in newest_first]
    if can_be_signed := [one for one in found if isinstance(one, Signable)]:
        return can_be_signed
    return next((one for one in found if isinstance(one, Obstacle)), Obstacle.NOTHING_TO_SIGN)


def still_signable(asked: Asked, person: str, told: str, spoken: str) -> Signable | Obstacle:
    """The agreement whose hash was `told`, in the words that are said of it today.

    Evidence says what was heard: terms that another version of the line told in other words are told anew.
    """
    document = asked.work.documents.get(told)
    application = asked.work.applications.get(Agreement.read(document.content).application) if document else None
    if application is None or application.person != person:
        return Obstacle.TERMS_CHANGED
    found = _signable(asked, application)
    if isinstance(found, Obstacle):
        return found
    is_as_told = found.agreement.hash == told and heard_today(asked, found.agreement).spoken == spoken
    return found if is_as_told else Obstacle.TERMS_CHANGED


def not_signable(asked: Asked, person: str, obstacle: Obstacle) -> NotSignable:
    """Add what is told of the obstacle, read as it is now."""
    found = asked.work.people.get(person) if obstacle is Obstacle.PHONE_CHANGED else None
    return NotSignable(obstacle, phone_signs_from(found).astimezone(asked.lending.timezone) if found else None)


def _signable(asked: Asked, application: Application) -> Signable | Obstacle:
    person, offer = asked.work.people.get(application.person), asked.work.offers.get(application.profile)
    if person is None or offer is None:
        return Obstacle.NEEDS_A_PERSON
    call = Circumstances(asked.now, asked.origin.is_inbound, asked.lending.takes_keys)
    return obstacle(application, offer, person, call) or _agreed(asked, application, offer)


def _agreed(asked: Asked, application: Application, offer: Offer) -> Signable:
    return Signable(application, make_agreement(asked.work.ledger, asked.lending.lender, application, offer))
