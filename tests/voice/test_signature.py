"""Only what the carrier signed is believed; everything else is 403 with an empty body, and never an error of ours.

Rules: https://www.twilio.com/docs/usage/webhooks/webhooks-security. What it may say is in `test_shapes`.
"""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from twilio.request_validator import HMAC_SHA256, SIGNATURE_SETTINGS_HEADER, RequestValidator

from ivr.voice.signature import FORM
from tests.voice.conftest import line_app, settings_of
from tests.voice.signed import (
    INCOMING,
    STRANGE_ACCOUNT,
    TURN,
    Sent,
    deliver,
    params,
    refusals,
    signed,
)
from tests.voice.twilio import NEXT_TOKEN, PUBLIC_URL, TOKEN, new_sid, sign

GENUINE = sign(INCOMING, params())
PARTS = "".join(
    f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in params().items()
)
PARTS += "--x--\r\n"
FORGERIES: dict[str, Callable[[], Sent]] = {
    "no signature": lambda: Sent(signature=None),
    "an empty signature": lambda: Sent(signature=""),
    "a signature of another token": lambda: Sent(signature=sign(INCOMING, params(), "0" * 40)),
    "a signature with an empty token": lambda: Sent(signature=sign(INCOMING, params(), "")),
    "a signature in lower case": lambda: Sent(signature=GENUINE.lower()),
    "a signature with a space in it": lambda: Sent(signature=f"{GENUINE[:9]} {GENUINE[9:]}"),
    "a signature cut short": lambda: Sent(signature=GENUINE[:-2]),
    "a signature beyond ASCII": lambda: Sent(signature="é" * 28),
    "two signatures, the first one genuine": lambda: Sent(signature=f"{GENUINE},{GENUINE[::-1]}"),
    "two signatures, both genuine": lambda: Sent(signature=f"{GENUINE}, {GENUINE}"),
    "a signature of another route": lambda: Sent(signature=sign(f"{PUBLIC_URL}/voice/status", params())),
    "a signature of another host": lambda: Sent(signature=sign("https://other.example/voice/incoming", params())),
    "a signature of plain http": lambda: Sent(signature=sign("http://line.example/voice/incoming", params())),
    "signed for the host that the request names": lambda: Sent(
        signature=sign("https://other.example/voice/incoming", params()), headers={"Host": "other.example"}
    ),
    "signed for the host that a proxy header names": lambda: Sent(
        signature=sign("https://other.example/voice/incoming", params()),
        headers={"X-Forwarded-Host": "other.example", "X-Forwarded-Proto": "https"},
    ),
    "a query that was added": lambda: Sent(url=f"{INCOMING}?t=token"),
    "a query that was changed": lambda: Sent(url=f"{PUBLIC_URL}/voice/turn?t=other", signature=sign(TURN, params())),
    "a query that was taken away": lambda: Sent(url=f"{PUBLIC_URL}/voice/turn", signature=sign(TURN, params())),
    "a query with broken escapes": lambda: Sent(url=f"{PUBLIC_URL}/voice/turn?t=%ZZ%", signature=sign(TURN, params())),
    "a query beyond ASCII": lambda: Sent(url=f"{PUBLIC_URL}/voice/turn?t=%C3%28", signature=sign(TURN, params())),
    "a parameter that was changed": lambda: Sent(body=urlencode(params(To="+46101740601"))),
    "a parameter that was added": lambda: Sent(body=urlencode(params(Digits="1"))),
    "a parameter that was taken away": lambda: Sent(body=urlencode({**params()} | {"From": ""})),
    "JSON": lambda: Sent(body='{"CallSid": "CA"}', content_type="application/json"),
    "JSON with the signature of an empty form": lambda: Sent(
        body="{}", content_type="application/json", signature=sign(INCOMING, {})
    ),
    "JSON with its hash in the address": lambda: Sent(
        url=f"{INCOMING}?bodySHA256=00", body="{}", content_type="application/json", signature=sign(INCOMING, {})
    ),
    "a body without a content type": lambda: Sent(content_type=None),
    "a body of several parts": lambda: Sent(body=PARTS, content_type="multipart/form-data; boundary=x"),
    "a body of more than 64 kB": lambda: signed(CallerName="x" * 70_000),
    "a body that is no text": lambda: Sent(body=b"\xff\xfe\x00=\x00&%%%"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_with_403_and_nothing_else(app: Flask, name: str) -> None:
    with refusals() as seen:
        answer = deliver(app, FORGERIES[name]())
    assert (answer.status_code, answer.data) == (403, b"")
    assert seen.counted == {"creditline_signature_failures_total": 1}
    assert seen.logged == ["forgery_refused"]


GENUINE_REQUESTS: dict[str, Callable[[], Sent]] = {
    "as it is": Sent,
    "signed with the token that is rotated in": lambda: signed(token=NEXT_TOKEN),
    "behind a proxy that calls us by another name": lambda: Sent(headers={"Host": "10.0.0.7:8080"}),
    "with a parameter that is new": lambda: signed(StirVerstat="TN-Validation-Passed-A"),
    "with its character set named": lambda: Sent(content_type=f"{FORM}; charset=UTF-8"),
    "from a withheld number": lambda: signed(From="anonymous"),
    "from nobody": lambda: signed(From=""),
    "from somebody with a name beyond ASCII": lambda: signed(CallerName="Åsa Öberg"),
}


@pytest.mark.parametrize("name", GENUINE_REQUESTS)
def test_what_the_carrier_signed_is_answered(app: Flask, name: str) -> None:
    sent = GENUINE_REQUESTS[name]()
    told = dict(parse_qsl(str(sent.body), keep_blank_values=True)) | {"CallSid": new_sid()}
    signature = sign(sent.url, told, NEXT_TOKEN if "rotated" in name else TOKEN)
    answer = deliver(app, replace(sent, body=urlencode(told), signature=signature))
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert b"<Gather" in answer.data


@pytest.mark.parametrize(
    ("public_url", "spellings"),
    [
        ("https://line.example", ("https://line.example", "https://line.example:443")),
        ("https://line.example:443", ("https://line.example", "https://line.example:443")),
        ("https://line.example:8443", ("https://line.example", "https://line.example:8443")),
        ("http://line.example", ("http://line.example", "http://line.example:80")),
        ("http://[::1]:8080", ("http://[::1]", "http://[::1]:8080")),
    ],
)
def test_a_port_may_stand_in_what_is_signed_or_not(data_dir: Path, public_url: str, spellings: tuple[str, ...]) -> None:
    """Twilio's own validators try both, and add the default port of https and http."""
    app = line_app(settings_of(data_dir, PUBLIC_URL=public_url))
    for base in spellings:
        assert deliver(app, Sent(signature=sign(f"{base}/voice/incoming", params()))).status_code == HTTPStatus.OK
    for base in ("https://line.example:444", "http://line.example:443", "https://other.example:443"):
        forged = deliver(app, Sent(signature=sign(f"{base}/voice/incoming", params())))
        assert forged.status_code == HTTPStatus.FORBIDDEN


SHARED, NEXT_SHARED = "vK8w2Lq0Zr5tXb7Y" * 2, "Jd3mPf6sHc9uNa1E" * 2
WITH_KEY = {SIGNATURE_SETTINGS_HEADER: "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256"}


def signed_by_key(secret: str, headers: dict[str, str] | None = None) -> Sent:
    """As Twilio signs for an account whose webhook configuration has a SharedKey."""
    signature = RequestValidator(secret).compute_signature(INCOMING, params(), HMAC_SHA256)
    return Sent(signature=signature, headers=WITH_KEY if headers is None else headers)


def test_a_shared_key_signs_with_sha_256(data_dir: Path) -> None:
    app = line_app(settings_of(data_dir, TWILIO_SHARED_KEY=f"{NEXT_SHARED},{SHARED}"))
    for secret in (SHARED, NEXT_SHARED):
        assert deliver(app, signed_by_key(secret)).status_code == HTTPStatus.OK
    assert deliver(app, Sent()).status_code == HTTPStatus.OK, "other addresses are signed with the token still"


def test_neither_secret_signs_for_the_other(data_dir: Path) -> None:
    app = line_app(settings_of(data_dir, TWILIO_SHARED_KEY=SHARED))
    unnamed = signed_by_key(SHARED, {})
    for sent in (signed_by_key(TOKEN), unnamed, replace(Sent(), headers=WITH_KEY), signed(token=SHARED)):
        assert deliver(app, sent).status_code == HTTPStatus.FORBIDDEN


def test_a_shared_key_that_is_not_set_is_named_in_the_log(app: Flask) -> None:
    with refusals() as seen:
        assert deliver(app, signed_by_key(SHARED)).status_code == HTTPStatus.FORBIDDEN
    assert seen.logged == ["forgery_refused"]
    assert "TWILIO_SHARED_KEY is not set" in seen.reasons[0]


@pytest.mark.parametrize("algorithm", ["HMAC_MD5", "none", "HMAC_SHA256,algorithm=none"])
def test_no_header_chooses_a_scheme_that_is_not_ours(app: Flask, algorithm: str) -> None:
    sent = Sent(headers={SIGNATURE_SETTINGS_HEADER: f"key=webhooks_sharedkey_01,algorithm={algorithm}"})
    assert deliver(app, sent).status_code == HTTPStatus.FORBIDDEN


def test_any_account_may_call_where_ours_is_not_set(data_dir: Path) -> None:
    app = line_app(settings_of(data_dir, TWILIO_ACCOUNT_SID=""))
    assert deliver(app, signed(AccountSid=STRANGE_ACCOUNT)).status_code == HTTPStatus.OK


@pytest.mark.parametrize("route", ["incoming", "turn", "status", "fallback", "whisper"])
def test_every_route_asks_for_a_signature(app: Flask, route: str) -> None:
    assert deliver(app, Sent(f"{PUBLIC_URL}/voice/{route}", signature=None)).status_code == HTTPStatus.FORBIDDEN
