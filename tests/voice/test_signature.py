"""Only what the carrier signed is believed; everything else is 403 with an empty body, and never an error of ours.

Rules: https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ivr.voice.signature import FORM
from tests.voice.conftest import line_app, settings_of
from tests.voice.twilio import ACCOUNT, CALLER, LINE_NUMBER, NEXT_TOKEN, PUBLIC_URL, TOKEN, new_sid, sign

INCOMING, TURN = f"{PUBLIC_URL}/voice/incoming", f"{PUBLIC_URL}/voice/turn?t=token"
STRANGE_ACCOUNT = "AC" + "f" * 32


def params(**more: str) -> dict[str, str]:
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": "CA" + "a1" * 16,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": CALLER,
        "To": LINE_NUMBER,
        **more,
    }


@dataclass
class Sent:
    """A request as it arrives, genuine unless something is changed. `signature` None: no such header."""

    url: str = INCOMING
    body: str | bytes = field(default_factory=lambda: urlencode(params()))
    signature: str | None = field(default_factory=lambda: sign(INCOMING, params()))
    content_type: str | None = FORM
    headers: dict[str, str] = field(default_factory=dict)


def signed(url: str = INCOMING, token: str = TOKEN, **changes: str) -> Sent:
    """Signed as it stands, so that only what it says is wrong."""
    return Sent(url, urlencode(params(**changes)), sign(url, params(**changes), token))


def without(name: str) -> Sent:
    left = {key: value for key, value in params().items() if key != name}
    return Sent(INCOMING, urlencode(left), sign(INCOMING, left))


def regrouped(name: str, into: str, **more: str) -> Sent:
    """`into=B&name=C` sent as `into=BnameC`: the signature is the same."""
    told = params(**more)
    merged = told | {into: told[into] + name + told[name]}
    del merged[name]
    assert sign(TURN, merged) == sign(TURN, told)
    return Sent(TURN, urlencode(merged), sign(TURN, told))


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
    "a parameter that came twice": lambda: Sent(body=f"{urlencode(params())}&CallSid={'CA' + 'a1' * 16}"),
    "keys that came twice": lambda: Sent(
        TURN, f"{urlencode(params(Digits='1'))}&Digits=1", sign(TURN, params(Digits="1"))
    ),
    "a parameter moved into the query": lambda: Sent(
        f"{TURN}AccountSid{ACCOUNT}",
        urlencode({name: value for name, value in params().items() if name != "AccountSid"}),
        sign(TURN, params()),
    ),
    "keys hidden in the parameter before": lambda: regrouped("Digits", "CallerName", CallerName="X", Digits="1"),
    "a dial's end hidden in the parameter before": lambda: regrouped(
        "DialCallStatus", "CallerName", CallerName="", DialCallStatus="busy"
    ),
    "a call status hidden in the call": lambda: regrouped("CallStatus", "CallSid"),
    "a number hidden in the caller's": lambda: regrouped("To", "From"),
    "JSON": lambda: Sent(body='{"CallSid": "CA"}', content_type="application/json"),
    "JSON with the signature of an empty form": lambda: Sent(
        body="{}", content_type="application/json", signature=sign(INCOMING, {})
    ),
    "JSON with its hash in the address": lambda: Sent(
        url=f"{INCOMING}?bodySHA256=00", body="{}", content_type="application/json", signature=sign(INCOMING, {})
    ),
    "a body without a content type": lambda: Sent(content_type=None),
    "a body of several parts": lambda: Sent(body=PARTS, content_type="multipart/form-data; boundary=x"),
    "no body": lambda: Sent(body="", signature=sign(INCOMING, {})),
    "a body of more than 64 kB": lambda: signed(CallerName="x" * 70_000),
    "a body that is no text": lambda: Sent(body=b"\xff\xfe\x00=\x00&%%%"),
    "a null byte": lambda: signed(CallSid="CA" + "a1" * 15 + "a\0"),
    "no call": lambda: without("CallSid"),
    "no account": lambda: without("AccountSid"),
    "no direction": lambda: without("Direction"),
    "a call of another shape": lambda: signed(CallSid="CA123"),
    "a call that is a path": lambda: signed(CallSid="CA" + "../" * 10 + "ab"),
    "a call with a line's end behind it": lambda: signed(CallSid="CA" + "a1" * 16 + "\n"),
    "an account of another shape": lambda: signed(AccountSid="AC"),
    "another account": lambda: signed(AccountSid=STRANGE_ACCOUNT),
    "keys that no telephone has": lambda: signed(TURN, Digits="12a"),
    "keys of another script": lambda: signed(TURN, Digits="١٢"),
    "more keys than an entry takes": lambda: signed(TURN, Digits="1" * 65),
    "a called number of another shape": lambda: signed(To="+46 10"),
    "a call status of ours": lambda: signed(CallStatus="verified"),
    "a direction of ours": lambda: signed(Direction="sideways"),
    "a dial's end of ours": lambda: signed(TURN, DialCallStatus="taken"),
    "a bridge that is neither": lambda: signed(TURN, DialCallStatus="completed", DialBridged="maybe"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_with_403_and_nothing_else(app: Flask, name: str) -> None:
    answer = deliver(app, FORGERIES[name]())
    assert (answer.status_code, answer.data) == (403, b"")


def deliver(app: Flask, sent: Sent) -> TestResponse:
    headers = dict(sent.headers)
    if sent.signature is not None:
        headers["X-Twilio-Signature"] = sent.signature
    return app.test_client().post(
        sent.url.removeprefix(PUBLIC_URL), data=sent.body, content_type=sent.content_type, headers=headers
    )


GENUINE_REQUESTS: dict[str, Callable[[], Sent]] = {
    "as it is": Sent,
    "signed with the token that is rotated in": lambda: signed(token=NEXT_TOKEN),
    "behind a proxy that calls us by another name": lambda: Sent(headers={"Host": "10.0.0.7:8080"}),
    "with a parameter that is new": lambda: signed(StirVerstat="TN-Validation-Passed-A"),
    "with its character set named": lambda: Sent(content_type=f"{FORM}; charset=UTF-8"),
    "from a withheld number": lambda: signed(From="anonymous"),
    "from nobody": lambda: signed(From=""),
    "to a SIP address": lambda: signed(To="sip:line@lender.sip.twilio.com"),
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


def test_a_port_of_our_choice_may_stand_in_what_is_signed_or_not(data_dir: Path) -> None:
    """Twilio's own library accepts both."""
    app = line_app(settings_of(data_dir, PUBLIC_URL=f"{PUBLIC_URL}:8443"))
    for base in (PUBLIC_URL, f"{PUBLIC_URL}:8443"):
        assert deliver(app, Sent(signature=sign(f"{base}/voice/incoming", params()))).status_code == HTTPStatus.OK


def test_any_account_may_call_where_ours_is_not_set(data_dir: Path) -> None:
    app = line_app(settings_of(data_dir, TWILIO_ACCOUNT_SID=""))
    assert deliver(app, signed(AccountSid=STRANGE_ACCOUNT)).status_code == HTTPStatus.OK


@pytest.mark.parametrize("route", ["incoming", "turn", "status", "fallback", "whisper"])
def test_every_route_asks_for_a_signature(app: Flask, route: str) -> None:
    assert deliver(app, Sent(f"{PUBLIC_URL}/voice/{route}", signature=None)).status_code == HTTPStatus.FORBIDDEN
