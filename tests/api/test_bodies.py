"""Whatever is posted as a body: read exactly, or refused with a problem, never with a fault."""

from decimal import Decimal

import pytest

from ivr.api.schemas.bodies import read_json, write_json
from ivr.app import LARGEST_BODY
from tests.api.applicants import body, changed
from tests.api.conftest import APPLICATIONS, System, faults_in

NO_JSON = {"Body": "The Body field must be JSON in UTF-8, each property once."}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"{}{}",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 01}',
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"customerNo": "1", "customerNo": "2"}',
        b'{"legalAddress": {"name": "a", "na\\u006de": "b"}}',
        b'{"\\ud800": 1}',
        b"[" * 50_000,
        b'{"a":' * 10_000,
    ],
)
def test_what_is_no_json_is_refused(shop: System, raw: bytes) -> None:
    assert faults_in(shop.send(APPLICATIONS, raw)) == NO_JSON


@pytest.mark.parametrize("raw", [b"null", b"1", b'"text"', b"[]"])
def test_json_that_is_no_object_is_refused(shop: System, raw: bytes) -> None:
    assert faults_in(shop.send(APPLICATIONS, raw)).keys() == {"Body"}


@pytest.mark.parametrize("number", ["1e3", "1e400", "1E-400", "1" * 5000, "0." + "1" * 5000, "-1", "-0.0"])
def test_a_number_that_is_no_plain_amount_is_refused(shop: System, number: str) -> None:
    raw = body(changed()).replace(b'"creditLimit":5000.00', f'"creditLimit":{number}'.encode())
    assert faults_in(shop.send(APPLICATIONS, raw)).keys() == {"CreditLimit"}


def test_half_a_surrogate_is_no_text(shop: System) -> None:
    raw = body(changed()).replace(b'"John Smith"', rb'"John \ud800"')
    assert faults_in(shop.send(APPLICATIONS, raw)) == {"LegalAddress.Name": "The Name field must be text."}


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "application/json; charset=iso-8859-1",
        "",
    ],
)
def test_another_media_type_is_unsupported(shop: System, content_type: str) -> None:
    answer = shop.send(APPLICATIONS, body(changed()), content_type=content_type)
    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")


def test_a_compressed_body_is_unsupported(shop: System) -> None:
    assert shop.send(APPLICATIONS, b"\x1f\x8b", Content_Encoding="gzip").status_code == 415


def test_utf_8_may_be_said(shop: System) -> None:
    assert faults_in(shop.send(APPLICATIONS, b"[]", content_type='application/json; charset="UTF-8"')).keys() == {
        "Body"
    }


def test_an_over_long_body_is_too_large(shop: System) -> None:
    answer = shop.send(APPLICATIONS, b" " * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_an_over_long_body_that_does_not_tell_its_length_is_too_large(shop: System) -> None:
    """RFC 9112, 7.1: sent in chunks. What is cut off after the limit might have been blank."""
    whole = body(changed())
    assert shop.stream(APPLICATIONS, whole + b" ").status_code == 201
    assert shop.stream(APPLICATIONS, whole + b" " * LARGEST_BODY).status_code == 413


def test_a_signing_takes_no_properties(shop: System) -> None:
    address = f"{APPLICATIONS}/nobody/sign-agreement"
    assert faults_in(shop.post(address, {"sign": True})) == {"Sign": "The Sign field is unknown."}
    assert shop.post(address, {}).status_code == 404
    assert shop.post(address).status_code == 404


def test_decimals_are_exact_both_ways() -> None:
    exact = '{"a":90071992547409.93,"b":[0.10,35.00]}'
    assert read_json(exact.encode()) == {"a": Decimal("90071992547409.93"), "b": [Decimal("0.10"), Decimal(35)]}
    assert write_json(read_json(exact.encode())) == exact
    assert write_json([Decimal(5), Decimal("0.5")]) == "[5.00,0.50]"
