"""Bearer tokens of the APIs: signed access tokens, bound to one ledger and to what they are good for.

A token is a JWT (RFC 7519) of the type `at+jwt` (RFC 9068), signed with HS256 and nothing else. The first secret key
signs, all of them verify; each has a sub-key for tokens alone (HKDF-SHA-256, RFC 5869) and a key id in the header.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from joserfc.jws import JWSRegistry
from joserfc.registry import HeaderParameter

from domain.errors import Refusal
from domain.ports import Clock
from ivr.clock import SystemClock
from ivr.config import Settings

ALGORITHM, TYPE = "HS256", "at+jwt"
ISSUER, AUDIENCE = "creditline", "creditline-api"
REQUIRED = ("iss", "aud", "sub", "iat", "exp", "jti", "ledger", "scope")
LONGEST_LIFE = timedelta(hours=24)
LEEWAY = 10  # seconds by which the clocks of two machines may differ
LONGEST = 4096  # characters; a token with every scope has about 500


class Scope(StrEnum):
    """What a token is good for."""

    ONBOARDING_READ = "onboarding:read"
    ONBOARDING_WRITE = "onboarding:write"
    ONBOARDING_SIGN = "onboarding:sign"
    ACCOUNTS_READ = "accounts:read"
    JOURNEY_READ = "journey:read"
    JOURNEY_SEARCH = "journey:search"
    JOURNEY_VERIFY = "journey:verify"
    JOURNEY_SELF = "journey:self"
    PII_READ = "pii:read"


OF_CUSTOMERS = frozenset({Scope.JOURNEY_SELF})
"""Of tokens whose subject is a person's reference: only a verification issues one, and none of them has another."""


class Unauthorized(Refusal):
    """No token that is good here (401). `is_missing` where none was brought at all."""

    def __init__(self, message: str, *, is_missing: bool = False) -> None:
        super().__init__(message)
        self.is_missing = is_missing


class Forbidden(Refusal):
    """A good token, but not for this (403); it takes all of `needed`."""

    def __init__(self, needed: frozenset[Scope]) -> None:
        super().__init__("the token lacks a scope")
        self.needed = needed


@dataclass(frozen=True)
class Bearer:
    """Who brings a token, the one ledger they may see, and what they may do there."""

    subject: str
    ledger: int
    scopes: frozenset[Scope]


class Tokens:
    """Issues and verifies. `secret_keys`: the current one, then older ones whose tokens are still good."""

    def __init__(self, secret_keys: Sequence[bytes], clock: Clock) -> None:
        self._keys = KeySet([_signing_key(secret) for secret in secret_keys])
        self._clock = clock

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """By the real time, also in a demo whose clock is set: that clock starts anew in every process."""
        return cls(settings.secret_keys, SystemClock(settings.timezone))

    def issue(self, bearer: Bearer, life: timedelta) -> str:
        """Raises ValueError on a life that is none or over 24 hours."""
        if not timedelta() < life <= LONGEST_LIFE:
            raise ValueError("a token lives for 24 hours at most")
        key, now = self._keys.keys[0], self._now()
        claims = {
            **{"iss": ISSUER, "aud": AUDIENCE, "sub": bearer.subject, "jti": str(uuid4())},
            **{"iat": now, "exp": now + int(life.total_seconds())},
            **{"ledger": bearer.ledger, "scope": " ".join(sorted(bearer.scopes))},
        }
        return jwt.encode({"typ": TYPE, "alg": ALGORITHM, "kid": key.kid}, claims, key, registry=HEADERS)

    def verify(self, token: str) -> Bearer:
        """Raises Unauthorized on anything but a token of ours that is good now. A long one is not even read."""
        if len(token) > LONGEST:
            raise Unauthorized("the token is too long")
        try:
            claims = jwt.decode(token, self._keys, registry=HEADERS, decoder_cls=_EachNameOnce).claims
            _Claims(self._now).validate(claims)
        except (JoseError, ValueError, TypeError, RecursionError):  # the last two: odd or deep JSON, in the library
            raise Unauthorized("the token is not good") from None
        return Bearer(claims["sub"], claims["ledger"], frozenset(map(Scope, claims["scope"].split(" "))))

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _signing_key(secret: bytes) -> OctKey:
    return OctKey.import_key(_derived(secret, "bearer-tokens", 32), {"kid": _derived(secret, "bearer-key-id", 8).hex()})


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"creditline:{purpose}".encode()).derive(secret)


def _type(value: object) -> None:
    if value != TYPE:
        raise ValueError("is another kind of token")


def _only_ours() -> JWSRegistry:
    """These three headers and no other: none can bring a key along or change how the token is read."""
    registry = JWSRegistry(algorithms=[ALGORITHM])
    registry.header_registry = {
        "typ": HeaderParameter("Type", _type, required=True),
        "alg": HeaderParameter("Algorithm", "str", required=True),
        "kid": HeaderParameter("Key ID", "str", required=True),
    }
    return registry


HEADERS = _only_ours()


class _Claims(jwt.JWTClaimsRegistry):
    """What a signed token must say; each method judges the claim of its name and raises ValueError or JoseError."""

    def __init__(self, now: Callable[[], int]) -> None:
        known: dict[str, jwt.ClaimsOption] = {"iss": {"value": ISSUER}, "aud": {"value": AUDIENCE}}
        options: dict[str, jwt.ClaimsOption] = {name: {"essential": True, **known.get(name, {})} for name in REQUIRED}
        super().__init__(now, LEEWAY, **options)

    def validate(self, claims: dict[str, Any]) -> None:
        super().validate(claims)
        if claims["exp"] - claims["iat"] > LONGEST_LIFE.total_seconds():
            raise ValueError("lives too long")

    def validate_ledger(self, value: object) -> None:
        if type(value) is not int or value < 1:  # exactly: a bool is an int too
            raise ValueError("is no ledger")

    def validate_scope(self, value: object) -> None:
        """Words of RFC 6749, 3.3; one that is not ours is no word of ours to sign."""
        if not isinstance(value, str):
            raise TypeError("is no text")
        for word in value.split(" "):
            Scope(word)


class _EachNameOnce(json.JSONDecoder):
    """RFC 7519, 4: a claim that stands there twice would be read one way here and another way elsewhere."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found
