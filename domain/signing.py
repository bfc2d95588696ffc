"""Signing an agreement on the phone: what is told before and after, and every reason why it cannot be signed now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.money import Money


@dataclass(frozen=True)
class TermsSummary:
    """The main terms as they are told. Rates in percent a year; the example is of the whole credit drawn at once.

    `agreement`: the SHA-256 (hex) of the agreement that a yes is a yes to. `application`: the one that it is for.
    """

    agreement: str
    application: str
    product: str
    credit_limit: Money
    nominal_rate: Decimal
    effective_rate: Decimal
    monthly_fee: Money
    reminder_fee: Money
    total_cost: Money
    total_payable: Money
    withdrawal_days: int


@dataclass(frozen=True)
class SignedSummary:
    """`account_ending`: the last three digits of the new account's number."""

    account_ending: str
    withdraw_until: date


@dataclass(frozen=True)
class Heard:
    """The terms as they sounded, and the key that agreed to them.

    `prompts`: their keys with spaces between. `wording`: which version of the words (SHA-256 of their files).
    `spoken`: SHA-256 of what was said.
    """

    prompts: str
    wording: str
    spoken: str
    consent_key: str


class Obstacle(StrEnum):
    """Why an agreement cannot be signed in this call; each has its own words and way on."""

    NOTHING_TO_SIGN = "nothing-to-sign"
    IDENTITY_PENDING = "identity-pending"
    IDENTITY_FAILED = "identity-failed"
    NEEDS_A_PERSON = "needs-a-person"  # politically exposed
    IN_REVIEW = "in-review"
    EXPIRED = "expired"
    BEING_SIGNED = "being-signed"
    ALREADY_SIGNED = "already-signed"
    REJECTED = "rejected"
    OFFER_CLOSED = "offer-closed"
    TERMS_CHANGED = "terms-changed"  # since they were told
    PLACED_BY_US = "placed-by-us"  # a call that we made proves nobody's wish
    PHONE_CHANGED = "phone-changed"  # the number on record is new, the first one too, and not confirmed
    NOT_BY_KEYS = "not-by-keys"  # this line signs by e-ID only
