"""What an API must not believe, by what is wrong with it. Every one is a good token but for that."""

import hmac
import json
import time
from collections.abc import Callable
from functools import partial

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwe, jwk, jws

from ivr.api.tokens import REQUIRED
from tests.api.lender import (
    OLDER_SECRET,
    OTHER_SECRET,
    SECRET,
    base64url,
    claims,
    derived,
    forged,
    header,
    key_id,
    signed,
    token,
)

OUR_KEY = jwk.OctKey.import_key(derived(SECRET, "bearer-tokens", 32))
RSA_KEY = generate_private_key(65537, 2048)
PUBLIC_KEY = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def with_header(**changes: object) -> str:
    return forged(header(**changes), claims())


def with_payload(text: str) -> str:
    return signed(json.dumps(header()).encode(), text.encode())


def by(key: jwk.Key, alg: str = "HS256") -> str:
    """Signed by the library, with any key and algorithm."""
    return jws.serialize_compact(header(alg=alg), json.dumps(claims()), key, [alg])


def confused() -> str:
    """RS256 announced, signed with the public key as if it were a secret."""
    message = with_header(alg="RS256").rpartition(".")[0]
    return f"{message}.{base64url(hmac.digest(PUBLIC_KEY, message.encode(), 'sha256'))}"


def altered(part: int, spelling: Callable[[str], str]) -> str:
    """One of the three parts spelt differently after signing."""
    parts = token().split(".")
    parts[part] = spelling(parts[part])
    return ".".join(parts)


def longer_lived(_: str) -> str:
    return base64url(json.dumps(claims(exp=soon(7200))).encode())


def encrypted() -> str:
    return jwe.encrypt_compact({"alg": "dir", "enc": "A128CBC-HS256"}, json.dumps(claims()), OUR_KEY)


def soon(seconds: int) -> int:
    """So many seconds from now."""
    return int(time.time()) + seconds


HEADERS: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "no scheme": token,
    "a scheme without a token": lambda: "Bearer",
    "a scheme and a space": lambda: "Bearer ",
    "another scheme": lambda: "Basic dXNlcjpwYXNzd29yZA==",
    "two tokens": lambda: f"Bearer {token()},Bearer {token()}",
    "two tokens after one scheme": lambda: f"Bearer {token()} {token()}",
    "letters that are not ASCII": lambda: f"Bearer {token()}\u00e9",
    "a quote": lambda: "Bearer '",
}

TOKENS: dict[str, Callable[[], str]] = {
    "a text that is no token": lambda: "let-me-in",
    "two dots": lambda: "..",
    "a huge token": lambda: token(sub="x" * 4096),
    "no algorithm": lambda: with_header(alg=None),
    "the algorithm none, unsigned": lambda: with_header(alg="none").rpartition(".")[0] + ".",
    "the algorithm none, signed": lambda: with_header(alg="none"),
    "the algorithm nOnE": lambda: with_header(alg="nOnE"),
    "the algorithm in lower case": lambda: with_header(alg="hs256"),
    "HS512 with our key": lambda: by(OUR_KEY, "HS512"),
    "RS256 with a key of their own": lambda: by(jwk.RSAKey.import_key(RSA_KEY), "RS256"),
    "RS256 with the public key as secret": confused,
    "a key of another service": lambda: forged(header(), claims(), OTHER_SECRET),
    "a key of another service under its own id": lambda: forged(
        header(kid=key_id(OTHER_SECRET)), claims(), OTHER_SECRET
    ),
    "our key under the id of the older one": lambda: with_header(kid=key_id(OLDER_SECRET)),
    "the secret itself as key": lambda: by(jwk.OctKey.import_key(SECRET)),
    "no key id": lambda: with_header(kid=None),
    "an empty key id": lambda: with_header(kid=""),
    "a key id that is a path": lambda: with_header(kid="../../../../dev/null"),
    "a key id that is SQL": lambda: with_header(kid="x' UNION SELECT 'key"),
    "a key id that is a list": lambda: with_header(kid=[key_id()]),
    "a key brought along": lambda: with_header(jwk={"kty": "oct", "k": "eA"}),
    "an address of keys": lambda: with_header(jku="https://keys.example/"),
    "a critical extension": lambda: with_header(crit=["exp"], exp=1),
    "a critical extension that is a number": lambda: with_header(crit=1),
    "an unencoded payload": lambda: with_header(b64=False, crit=["b64"]),
    "no type": lambda: with_header(typ=None),
    "the type of another kind of token": lambda: with_header(typ="JWT"),
    "a header that is a text": lambda: forged("alg kid typ", claims()),
    "a header that is a list": lambda: forged(["alg", "kid", "typ"], claims()),
    "a header that is nested deeply": lambda: signed(b"[" * 380, b"{}"),
    "an encrypted token": encrypted,
    "a longer life, written in after signing": lambda: altered(1, longer_lived),
    "a signature cut short": lambda: altered(2, lambda part: part[:-1]),
    "half a signature": lambda: altered(2, lambda part: part[:22]),
    "no signature": lambda: altered(2, lambda _: ""),
    "a signature with padding": lambda: altered(2, lambda part: f"{part}="),
    "a payload that is no JSON": lambda: with_payload("exp"),
    "a payload that is a list": lambda: with_payload("[]"),
    "a payload that is nested deeply": lambda: with_payload("[" * 2500),
    "a ledger that is told twice": lambda: with_payload(f'{json.dumps(claims())[:-1]}, "ledger": 501}}'),
    "expired": lambda: token(exp=soon(-60), iat=soon(-120)),
    "an expiry that is a text": lambda: token(exp="2099-01-01"),
    "an expiry that is not a number": lambda: token(exp=float("nan")),
    "an expiry without end": lambda: token(exp=float("inf")),
    "an expiry that is true": lambda: token(exp=True),
    "a life of 25 hours": lambda: token(exp=soon(25 * 3600)),
    "not yet good": lambda: token(nbf=soon(600)),
    "issued in the future": lambda: token(iat=soon(600)),
    "another issuer": lambda: token(iss="creditline.example"),
    "an issuer that is a list": lambda: token(iss=["creditline"]),
    "another audience": lambda: token(aud="console"),
    "an empty subject": lambda: token(sub=""),
    "another ledger": lambda: token(ledger=502),
    "a ledger that is a text": lambda: token(ledger="501"),
    "a ledger that is a fraction": lambda: token(ledger=501.0),
    "a ledger that is true": lambda: token(ledger=True),
    "two ledgers": lambda: token(ledger=[501, 502]),
    "a scope that nobody gives": lambda: token(scope="onboarding:read admin"),
    "a scope in capitals": lambda: token(scope="ONBOARDING:READ"),
    "scopes with commas": lambda: token(scope="onboarding:read,pii:read"),
    "scopes in a list": lambda: token(scope=["onboarding:read"]),
    "an empty scope": lambda: token(scope=""),
    **{f"no {name}": partial(token, **{name: None}) for name in REQUIRED},
}
