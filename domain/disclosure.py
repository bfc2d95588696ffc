"""What may be disclosed at which level, and the type that keeps it closed below.

A Grant is what a verification earns. A Personal value opens to a grant of the right level for the right person, and to
nothing else.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import LevelTooLow
from domain.verification import Level

T = TypeVar("T")


class Fact(StrEnum):
    """Kinds of things that can be told."""

    OFFERS = "offers"
    ACCOUNT_STATUS = "account-status"
    CREDIT_LIMIT = "credit-limit"
    AVAILABLE_CREDIT = "available-credit"
    AMOUNT_DUE = "amount-due"
    DUE_DATE = "due-date"
    ARREARS = "arrears"
    BALANCE = "balance"
    APPLICATION_STATE = "application-state"
    AGREEMENT_TERMS = "agreement-terms"
    NEW_ACCOUNT = "new-account"
    USER_TYPE = "user-type"
    ACCOUNT_NUMBER = "account-number"
    PAYMENTS = "payments"
    INTEREST_RATES = "interest-rates"
    KYC = "kyc"
    REGISTERED = "registered"
    PHONE_NUMBER = "phone-number"


REQUIRED_LEVEL = dict.fromkeys(Fact, Level.VERIFIED) | {Fact.OFFERS: Level.NONE}


@dataclass(frozen=True)
class Grant:
    """The proof that `person` is on the line, and how sure that is."""

    person: str
    level: Level


@dataclass(frozen=True)
class Personal(Generic[T]):
    """A value about `person` and the facts in it."""

    person: str
    facts: tuple[Fact, ...]
    closed: T = field(repr=False)

    def open(self, grant: Grant | None) -> T:
        """The value; raises LevelTooLow for a grant that is missing, too low or somebody else's."""
        if grant is None or grant.person != self.person or any(grant.level < REQUIRED_LEVEL[f] for f in self.facts):
            raise LevelTooLow("this is told only to its person, once verified")
        return self.closed
