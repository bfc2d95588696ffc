"""What proves that an agreement was signed: the only thing that an account is made from.

A proof is either a one-time code that came back, bound to this very agreement and asked for after a yes to it, or a
token of the lender that may sign.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from domain.requests import TurnKey
from domain.verification import Challenge

SIGNING_SCOPE = "onboarding:sign"
PROOF_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True)
class KeyedProof:
    """The code of `challenge` came back, in this turn of a call that speaks `language`."""

    challenge: Challenge
    key: TurnKey
    language: str


@dataclass(frozen=True)
class TokenProof:
    """A bearer token's subject and the scopes that it carries."""

    subject: str
    scopes: frozenset[str]


Proof = KeyedProof | TokenProof


@dataclass(frozen=True)
class Evidence:
    """`proof`: a challenge's reference or a token's subject. `order`: the slow signer's, where it took one."""

    application: str
    person: str
    agreement: str
    method: Literal["keyed", "token"]
    proof: str
    at: datetime
    withdraw_until: date
    call: str | None = None
    turn: int | None = None
    language: str | None = None
    order: str | None = None
