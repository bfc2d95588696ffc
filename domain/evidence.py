"""What proves that an agreement was signed: the only thing that an account is made from.

A proof is either a one-time code that came back, bound to this very agreement and asked for after a yes to it, or a
token of the lender that may sign.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from domain.agreements import Agreement
from domain.applications import Application
from domain.errors import Unproven
from domain.requests import TurnKey
from domain.signing import Heard
from domain.verification import SIGNING_CODE_LIFETIME, Challenge

SIGNING_SCOPE = "onboarding:sign"
BY_CALL = "call"
INBOUND = "inbound"
"""A call that we placed signs nothing (`domain.obstacles`)."""


@dataclass(frozen=True)
class KeyedProof:
    """The code of `challenge` came back, in this turn of a call to us in `language`, after these terms were `heard`.

    `keyed_at`: when; where the books are kept elsewhere the account may be opened later.
    """

    challenge: Challenge
    key: TurnKey
    language: str
    heard: Heard
    keyed_at: datetime

    @property
    def by(self) -> str:
        return BY_CALL


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

    Of a call: its reference, turn, direction, language, and how the terms were heard and agreed to. `order`: the slow
    signer's, where it took one. The documents with their addresses and checksums are the agreement's own.
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
    direction: str | None = None
    language: str | None = None
    prompts: str | None = None
    wording: str | None = None
    spoken: str | None = None
    consent_key: str | None = None
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
    _require(agreement.application == application.ref, "this agreement is another application's")
    evidence = Evidence(
        application=application.ref,
        person=application.person,
        agreement=agreement.hash,
        method="token",
        proof="",
        at=now,
        withdraw_until=today + timedelta(days=agreement.withdrawal_days),
        order=order,
    )
    return _by_token(evidence, proof) if isinstance(proof, TokenProof) else _by_keys(evidence, proof)


def _by_token(evidence: Evidence, proof: TokenProof) -> Evidence:
    _require(SIGNING_SCOPE in proof.scopes, "this token may not sign")
    return replace(evidence, proof=proof.subject)


def _by_keys(evidence: Evidence, proof: KeyedProof) -> Evidence:
    challenge, heard = proof.challenge, proof.heard
    _require(challenge.is_used and challenge.agreement == evidence.agreement, "no code came back for this agreement")
    _require(challenge.person == evidence.person and challenge.call == proof.key.call, "this code is another's")
    _require(proof.keyed_at - challenge.sent_at <= SIGNING_CODE_LIFETIME, "this code is too old")
    return replace(
        evidence,
        method="keyed",
        proof=challenge.ref,
        call=proof.key.call,
        turn=proof.key.turn,
        direction=INBOUND,
        language=proof.language,
        prompts=heard.prompts,
        wording=heard.wording,
        spoken=heard.spoken,
        consent_key=heard.consent_key,
    )


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Unproven(otherwise)
