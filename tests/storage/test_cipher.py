"""What is sealed opens for us alone, unchanged, and for what it was sealed for."""

import base64
import hmac
from collections import Counter

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import strategies as st

from storage.cipher import Cipher, InvalidSeal, StoredCodes
from tests.properties import given

OLD, NEW = "an old secret of the tests, 32 bytes", "a new secret of the tests, 32 bytes"
NONCE = b"twelve bytes"
URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CIPHER = Cipher([NEW])


@given(st.binary(max_size=200), st.text(max_size=20))
def test_a_value_opens_as_it_was_sealed(plain: bytes, context: str) -> None:
    assert CIPHER.open(CIPHER.seal(plain, context), context) == plain


def test_the_same_value_never_looks_the_same() -> None:
    assert CIPHER.seal(b"figures", "row") != CIPHER.seal(b"figures", "row")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(InvalidSeal):
        CIPHER.open(CIPHER.seal(b"figures", "people:1:name"), "people:2:name")


@given(st.integers(min_value=0))
def test_a_value_with_any_bit_changed_does_not_open(bit: int) -> None:
    sealed = bytearray(CIPHER.seal(b"figures", "row"))
    bit %= len(sealed) * 8
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidSeal):
        CIPHER.open(bytes(sealed), "row")


@given(st.binary(max_size=64))
def test_other_bytes_do_not_open(other: bytes) -> None:
    with pytest.raises(InvalidSeal):
        CIPHER.open(other, "row")


def test_after_a_rotation_old_values_open_and_new_ones_are_sealed_with_the_new_key() -> None:
    rotated = Cipher([NEW, OLD])
    assert rotated.open(Cipher([OLD]).seal(b"figures", "row"), "row") == b"figures"
    assert rotated.open_token(Cipher([OLD]).seal_token(b"turn", NONCE)) == b"turn"
    assert CIPHER.open(rotated.seal(b"figures", "row"), "row") == b"figures"


def test_a_key_that_was_given_up_opens_nothing() -> None:
    with pytest.raises(InvalidSeal):
        CIPHER.open(Cipher([OLD]).seal(b"figures", "row"), "row")


def test_a_token_is_the_same_each_time_and_fit_for_a_url() -> None:
    """RFC 4648 section 5, without padding: a document that is rendered again carries the same token."""
    token = CIPHER.seal_token(b"call and turn", NONCE)
    assert token == CIPHER.seal_token(b"call and turn", NONCE)
    assert set(token) <= set(URL_SAFE)


@given(st.binary(min_size=40, max_size=40), st.binary(min_size=12, max_size=12))
def test_tokens_of_equally_long_contents_are_equally_long_and_open(plain: bytes, nonce: bytes) -> None:
    token = CIPHER.seal_token(plain, nonce)
    assert len(token) == len(CIPHER.seal_token(bytes(40), bytes(12)))
    assert CIPHER.open_token(token) == plain


def test_two_contents_under_one_nonce_do_not_give_each_other_away() -> None:
    """AES-SIV (RFC 5297): with a stream cipher the difference of both tokens would be that of the contents."""
    first, second = (
        base64.urlsafe_b64decode(CIPHER.seal_token(plain, NONCE) + "==")[-16:]
        for plain in (bytes(16), bytes(15) + b"\1")
    )
    assert sum(a != b for a, b in zip(first, second, strict=True)) > 1


@given(st.data())
def test_a_token_with_any_character_changed_does_not_open(data: st.DataObject) -> None:
    token = CIPHER.seal_token(b"call and turn", NONCE)
    at = data.draw(st.integers(min_value=0, max_value=len(token) - 1))
    other = data.draw(st.sampled_from(URL_SAFE.replace(token[at], "")))
    with pytest.raises(InvalidSeal):
        CIPHER.open_token(token[:at] + other + token[at + 1 :])


@pytest.mark.parametrize("spoil", ["{}=", "{} ", "{}\n", "{}A", "+{}", "é{}"])
def test_a_token_has_one_spelling(spoil: str) -> None:
    with pytest.raises(InvalidSeal):
        CIPHER.open_token(spoil.format(CIPHER.seal_token(b"call and turn", NONCE)))


@given(st.text(max_size=100))
def test_other_text_is_no_token(text: str) -> None:
    with pytest.raises(InvalidSeal):
        CIPHER.open_token(text)


def test_a_token_is_no_value_and_a_value_no_token() -> None:
    sealed = CIPHER.seal(b"figures", "")
    with pytest.raises(InvalidSeal):
        CIPHER.open_token(base64.urlsafe_b64encode(sealed).decode().rstrip("="))


def test_each_purpose_has_a_sub_key_of_its_own() -> None:
    """HKDF-SHA-256 (RFC 5869), from the secret and the purpose alone: what is stored is found and opened for good."""

    def sub_key(purpose: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=f"creditline:{purpose}".encode()).derive(NEW.encode())

    sealed = CIPHER.seal(b"figures", "row")
    assert AESGCM(sub_key("values")).decrypt(sealed[4:16], sealed[16:], b"row") == b"figures"
    for kind in ("phone", "national_number"):
        assert CIPHER.blind_index(kind, "text") == hmac.digest(sub_key(f"index:{kind}"), b"text", "sha256")
    assert CIPHER.blind_indexes("phone", "text") == (CIPHER.blind_index("phone", "text"),)


def test_a_blind_index_depends_on_the_text_its_kind_and_the_key() -> None:
    indexes = {
        cipher.blind_index(kind, text)
        for cipher in (CIPHER, Cipher([OLD]))
        for kind in ("national_number", "customer_number")
        for text in ("198507099805", "196203149817")
    }
    assert len(indexes) == 8
    assert CIPHER.blind_index("phone", "1") == Cipher([NEW]).blind_index("phone", "1")


def test_the_reference_of_a_call_is_its_own_and_does_not_hold_the_providers_name() -> None:
    sid = "CA0123456789abcdef0123456789abcdef"
    assert CIPHER.call_ref(sid) == Cipher([NEW]).call_ref(sid)
    assert len({CIPHER.call_ref(sid), CIPHER.call_ref(sid + "0"), Cipher([OLD]).call_ref(sid)}) == 3
    assert sid[2:] not in CIPHER.call_ref(sid)


def test_codes_are_six_digits_of_every_kind() -> None:
    codes = [StoredCodes(CIPHER).new() for _ in range(2000)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    first_digits = Counter(code[0] for code in codes)
    assert len(first_digits) == 10, "a code may begin with a zero"
    assert min(first_digits.values()) > 100, "uniform: 200 each, and 100 is seven standard deviations away"


def test_the_proof_of_a_code_is_bound_to_its_challenge() -> None:
    codes = StoredCodes(CIPHER)
    assert codes.mac("call.1", "123456") == codes.mac("call.1", "123456")
    assert codes.mac("call.1", "123456") != codes.mac("call.2", "123456")
    assert codes.mac("call.1", "123456") != codes.mac("call.1", "123457")
