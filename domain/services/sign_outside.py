"""Sign by a code what a ledger elsewhere keeps: stored here first, asked for there, then settled here."""

from dataclasses import dataclass

from domain.errors import Unavailable
from domain.evidence import KeyedProof
from domain.ports import Outcome, Progress
from domain.requests import DomainAnswer, NotSignable, Refused
from domain.services.asked import Asked
from domain.services.lending import Lending
from domain.services.offered_agreement import Signable
from domain.services.opening import begun, has_profile
from domain.services.settling import Settlement
from domain.signing import Obstacle
from domain.signing_orders import KeyedConsent, SigningOrder


@dataclass(frozen=True)
class Ordered:
    """The ledger is to be asked for it once this transaction is committed. `person`: who signs."""

    order: SigningOrder
    person: str


def ordered(asked: Asked, found: Signable, proof: KeyedProof) -> Ordered | NotSignable | None:
    """None where the application was changed by somebody else."""
    application = found.application
    if has_profile(asked.work, application.person, application.profile):
        return NotSignable(Obstacle.ALREADY_SIGNED)
    if begun(asked.work, application, proof.by, asked.now) is None:
        return None
    consent = KeyedConsent(proof.challenge.ref, proof.key, proof.language, proof.heard)
    ref = asked.lending.numbers.reference()
    order = SigningOrder(ref, application.ref, found.agreement.hash, proof.by, asked.now, consent)
    asked.work.signing_orders.add(order)
    return Ordered(order, application.person)


def ask_for(order: SigningOrder, lending: Lending) -> Progress:
    """Outside of any transaction. Raises Unavailable."""
    if lending.ledger is None:
        raise Unavailable("there is no ledger elsewhere any more")
    return lending.ledger.begin(order)


def settle(asked: Asked, order: SigningOrder, progress: Progress) -> None:
    """What is under way stays open: the worker ends it."""
    if progress.outcome is not Outcome.PENDING:
        Settlement(asked.work, asked.lending, asked.now, asked.today).end(order, progress)


def known(answer: DomainAnswer | Ordered) -> DomainAnswer:
    """What is said once it is settled. Raises Unavailable where a right code has led to nothing: a person looks."""
    if isinstance(answer, Ordered):
        return NotSignable(Obstacle.BEING_SIGNED)
    if isinstance(answer, Refused):
        raise Unavailable("the ledger did not take the signature")
    return answer
