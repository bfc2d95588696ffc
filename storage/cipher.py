"""Everything keyed: sealing of stored values and of URL tokens, blind indexes, references of calls, codes.

The first secret key seals; all of them open. Each purpose has a sub-key of its own (HKDF-SHA-256, RFC 5869), so that no
value made for one purpose is good for another. What is compared rather than opened (blind indexes, references of
calls, proofs of codes) is written with the first key, and looked up with each.
"""

import base64
import hmac
import os
import secrets
from binascii import Error as NotBase64
from collections.abc import Sequence
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Refusal
from domain.verification import CODE_LENGTH

KEY_ID_LENGTH, NONCE_LENGTH, REFERENCE_LENGTH, MAC_LENGTH = 4, 12, 16, 32


class InvalidSeal(Refusal):
    """Changed, cut, sealed for something else, or not ours at all."""


class _Key:
    """One secret key and the sub-keys that are made from it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.id = self.derive("key-id", KEY_ID_LENGTH)

    def derive(self, purpose: str, length: int = 32) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=f"creditline:{purpose}".encode()).derive(self._secret)

    @cached_property
    def values(self) -> AESGCM:
        return AESGCM(self.derive("values"))

    @cached_property
    def tokens(self) -> AESSIV:
        return AESSIV(self.derive("tokens", 64))


class Cipher:
    """The secret keys at work; implements `domain.ports.Sealer`. A sealed value is key id, nonce, AES-256-GCM."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        """`secret_keys`: the current one, then older ones that may still open."""
        keys = {key.id: key for key in (_Key(secret) for secret in secret_keys)}
        self._keys = keys
        self._current = next(iter(keys.values()))
        self._mac_keys: dict[str, tuple[bytes, ...]] = {}

    @property
    def key_ids(self) -> tuple[bytes, ...]:
        """Name the keys, the first one first; every sealed value begins with the id of its key."""
        return tuple(self._keys)

    def is_current(self, sealed: bytes) -> bool:
        """Tells whether the first key sealed it."""
        return sealed.startswith(self._current.id)

    def seal(self, plain: bytes, context: str) -> bytes:
        nonce = os.urandom(NONCE_LENGTH)
        return self._current.id + nonce + self._current.values.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises InvalidSeal."""
        key, nonce, rest = self._parts(sealed)
        try:
            return key.values.decrypt(nonce, rest, context.encode())
        except (InvalidTag, ValueError):
            raise InvalidSeal("this value does not open") from None

    def seal_token(self, plain: bytes, nonce: bytes) -> str:
        """For a URL: base64url, as long as `plain` makes it; the same plain and nonce (12 bytes) give the same token.

        AES-SIV (RFC 5297), because a nonce that comes from the caller may come twice.
        """
        sealed = self._current.id + nonce + self._current.tokens.encrypt(plain, [nonce])
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open_token(self, token: str) -> bytes:
        """Raises InvalidSeal on anything but an unchanged token."""
        key, nonce, rest = self._parts(_decode(token))
        try:
            return key.tokens.decrypt(rest, [nonce])
        except (InvalidTag, ValueError):
            raise InvalidSeal("this token does not open") from None

    def blind_index(self, kind: str, text: str) -> bytes:
        """Finds a sealed value by equality without telling it: 32 bytes, HMAC-SHA-256."""
        return self.mac(f"index:{kind}", text)

    def blind_indexes(self, kind: str, text: str) -> tuple[bytes, ...]:
        """Under every key, for look-ups: that of `blind_index` first."""
        return self.macs(f"index:{kind}", text)

    def call_ref(self, call_sid: str) -> str:
        """What a call is named in every store: 32 characters that do not lead back to the provider's own name."""
        return self.call_refs(call_sid)[0]

    def call_refs(self, call_sid: str) -> tuple[str, ...]:
        """What the call may be named that began under another first key."""
        return tuple(mac[:REFERENCE_LENGTH].hex() for mac in self.macs("call", call_sid))

    def mac(self, purpose: str, text: str) -> bytes:
        return self.macs(purpose, text)[0]

    def macs(self, purpose: str, text: str) -> tuple[bytes, ...]:
        keys = self._mac_keys.get(purpose) or self._mac_keys.setdefault(
            purpose, tuple(key.derive(purpose) for key in self._keys.values())
        )
        return tuple(hmac.digest(key, text.encode(), "sha256") for key in keys)

    def _parts(self, sealed: bytes) -> tuple[_Key, bytes, bytes]:
        key = self._keys.get(sealed[:KEY_ID_LENGTH])
        if key is None:
            raise InvalidSeal("sealed with none of our keys")
        nonce_end = KEY_ID_LENGTH + NONCE_LENGTH
        return key, sealed[KEY_ID_LENGTH:nonce_end], sealed[nonce_end:]


class StoredCodes:
    """One-time codes of which only a keyed proof is stored; implements `domain.ports.Codes`."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def new(self) -> str:
        return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"

    def mac(self, challenge: str, code: str) -> bytes:
        return self._cipher.mac("code", _proof(challenge, code))

    def macs(self, challenge: str, code: str) -> tuple[bytes, ...]:
        return self._cipher.macs("code", _proof(challenge, code))


def _proof(challenge: str, code: str) -> str:
    return f"{challenge}:{code}"


def _decode(token: str) -> bytes:
    """Strict: one token has one spelling, so leftover bits and foreign characters are refused."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (NotBase64, ValueError):
        raise InvalidSeal("not a token") from None
    if base64.urlsafe_b64encode(sealed).decode().rstrip("=") != token:
        raise InvalidSeal("not a token")
    return sealed
