"""Requests as they arrive at the voice routes, genuine or with one thing wrong, and how their refusal is noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from ivr.counts import TALLY
from ivr.metrics import FORGERIES, ODDITIES
from ivr.voice.signature import FORM
from tests.voice.twilio import ACCOUNT, CALLER, LINE_NUMBER, PUBLIC_URL, TOKEN, sign

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


def deliver(app: Flask, sent: Sent) -> TestResponse:
    headers = dict(sent.headers)
    if sent.signature is not None:
        headers["X-Twilio-Signature"] = sent.signature
    return app.test_client().post(
        sent.url.removeprefix(PUBLIC_URL), data=sent.body, content_type=sent.content_type, headers=headers
    )


COUNTERS = (FORGERIES, ODDITIES)
REFUSALS = ("forgery_refused", "odd_request_refused")


@dataclass
class Noted:
    """How refusals were counted and logged, each for what it was."""

    counted: dict[str, float] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@contextmanager
def refusals() -> Iterator[Noted]:
    """Those inside the block."""
    noted, before = Noted(), _counters()
    with capture_logs() as lines:
        yield noted
    grown = {name: value - before[name] for name, value in _counters().items()}
    noted.counted = {name: value for name, value in grown.items() if value}
    refused = [line for line in lines if line["event"] in REFUSALS]
    noted.logged, noted.reasons = [line["event"] for line in refused], [line["reason"] for line in refused]


def _counters() -> dict[str, float]:
    counted = TALLY.counts()
    return {f"{counter.name}_total": sum(counted.get((counter.name, ()), ())) for counter in COUNTERS}
