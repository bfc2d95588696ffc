"""A small API behind the real guard, and tokens made by hand: what a test forges owes nothing to the code it tests."""

import base64
import hmac
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Blueprint, Flask
from werkzeug.test import TestResponse

from ivr.api.auth import bearer, guard, requires
from ivr.api.problems import answer_problems, onboarding
from ivr.api.tokens import Scope, Tokens
from ivr.app import create_app

SECRET, OLDER_SECRET, OTHER_SECRET = b"n" * 32, b"o" * 32, b"x" * 32
ROOT = "/ledger/credit-account-onboarding"
OFFERS = f"{ROOT}/v1/501/offers"


@dataclass
class StandingClock:
    """Shows `at` until a test sets it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


def derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, None, f"creditline:{purpose}".encode()).derive(secret)


def key_id(secret: bytes = SECRET) -> str:
    return derived(secret, "bearer-key-id", 8).hex()


def header(**changes: object) -> dict[str, object]:
    return without_none({"typ": "at+jwt", "alg": "HS256", "kid": key_id()} | changes)


def claims(**changes: object) -> dict[str, object]:
    """Good for an hour, for offers; None leaves a claim out."""
    now = int(time.time())
    good = {
        **{"iss": "creditline", "aud": "creditline-api", "sub": "a lender's shop", "jti": "7f0c", "iat": now},
        **{"exp": now + 3600, "ledger": 501, "scope": "onboarding:read"},
    }
    return without_none(good | changes)


def without_none(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def base64url(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def signed(head: bytes, payload: bytes, secret: bytes = SECRET, digest: str = "sha256") -> str:
    """With a token key of `secret`, whatever the parts say."""
    message = f"{base64url(head)}.{base64url(payload)}"
    return f"{message}.{base64url(hmac.digest(derived(secret, 'bearer-tokens', 32), message.encode(), digest))}"


def forged(head: object, body: object, secret: bytes = SECRET) -> str:
    return signed(json.dumps(head).encode(), json.dumps(body).encode(), secret)


def token(**changes: object) -> str:
    """A good one, but for the changes of its claims."""
    return forged(header(), claims(**changes))


def lender() -> Flask:
    """Offers to read, an agreement to sign, and a view whose author forgot to say what it takes."""
    api = Blueprint("lender", __name__, url_prefix=ROOT)
    guard(api, Tokens([SECRET, OLDER_SECRET], StandingClock()))
    answer_problems(api, ROOT, onboarding)

    @api.get("/v1/<int:ledgerNo>/offers")
    @requires(Scope.ONBOARDING_READ)
    def offers(ledgerNo: int) -> dict[str, object]:  # noqa: N803 - the contract's spelling
        return {"ledger": ledgerNo, "subject": bearer().subject}

    @api.post("/v1/<int:ledgerNo>/agreement")
    @requires(Scope.ONBOARDING_READ, Scope.ONBOARDING_SIGN)
    def agreement(ledgerNo: int) -> dict[str, object]:  # noqa: N803 - the same
        return {"ledger": ledgerNo}

    @api.get("/v1/<int:ledgerNo>/forgotten")
    def forgotten(ledgerNo: int) -> dict[str, object]:  # noqa: N803 - the same
        return {"ledger": ledgerNo}

    return create_app([api])


def ask(path: str = OFFERS, *, authorization: str | None = None, method: str = "GET") -> TestResponse:
    """The lender's answer."""
    headers = {} if authorization is None else {"Authorization": authorization}
    return lender().test_client().open(path, method=method, headers=headers)
