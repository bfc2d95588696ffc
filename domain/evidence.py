"""What proves that an agreement was signed: the only thing that an account is made from.

A proof is either a one-time code that came back, bound to this very agreement and asked for after a yes to it, or a
token of the lender that may sign.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from domain.agreements import Agreement
from domain.applications import Application
from domain.errors import Unproven
from domain.requests import TurnKey
from domain.verification import SIGNING_CODE_LIFETIME, Challenge

SIGNING_SCOPE = "onboarding:sign"


@dataclass(frozen=True)
class KeyedProof:
    """The code of `challenge` came back, in this turn of a call in `language`."""

    challenge: Challenge
    key: TurnKey
    language: str

    @property
    def by(self) -> str:
        return "call"


@dataclass(frozen=True)
class TokenProof:
    """A bearer token's subject and the scopes that it carries."""

    subject: str
    scopes: frozenset[str]

    @property
    def by(self) -> str:
        return self.subject


Proof = KeyedProof | TokenProof


@dataclass(frozen=True)
class Evidence:
    """`agreement`: its SHA-256 (hex). `proof`: a challenge's reference or a token's subject.

    Of a call: its reference, turn and language. `order`: the slow signer's, where it took one.
    """

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


def evidence_of(
    proof: Proof,
    application: Application,
    agreement: Agreement,
    *,
    now: datetime,
    today: date,
    order: str | None = None,
) -> Evidence:
    """Raises Unproven where `proof` is none for this agreement of this person now."""
    if agreement.application != application.ref:
        raise Unproven("this agreement is another application's")
    withdraw_until = today + timedelta(days=agreement.withdrawal_days)
    if isinstance(proof, TokenProof):
        _require(SIGNING_SCOPE in proof.scopes, "this token may not sign")
        return Evidence(
            application.ref,
            application.person,
            agreement.hash,
            "token",
            proof.subject,
            now,
            withdraw_until,
            order=order,
        )
    challenge = proof.challenge
    _require(challenge.is_used and challenge.agreement == agreement.hash, "no code came back for this agreement")
    _require(challenge.person == application.person and challenge.call == proof.key.call, "this code is another's")
    _require(now - challenge.sent_at <= SIGNING_CODE_LIFETIME, "this code is too old")
    return Evidence(
        application.ref,
        application.person,
        agreement.hash,
        "keyed",
        challenge.ref,
        now,
        withdraw_until,
        proof.key.call,
        proof.key.turn,
        proof.language,
        order,
    )


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Unproven(otherwise)
