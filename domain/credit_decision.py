"""Whether credit is granted at once. Lenders with a scoring of their own put it behind this port."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.applicants import ApplicantDetails
from domain.money import Money
from domain.offers import Offer


class Decision(StrEnum):
    GRANTED = "granted"
    IN_REVIEW = "in-review"  # a person of the lender decides


class CreditDecision(Protocol):
    def decide(self, offer: Offer, credit_limit: Money, details: ApplicantDetails) -> Decision: ...


@dataclass(frozen=True)
class WithinMaximum:
    """Granted up to the offer's maximum; above it a person looks at the application."""

    def decide(self, offer: Offer, credit_limit: Money, details: ApplicantDetails) -> Decision:  # noqa: ARG002 - the port has it
        return Decision.GRANTED if credit_limit <= offer.max_credit_limit else Decision.IN_REVIEW
