"""What the carrier has signed: documented values are taken, what it never sends is refused and is no forgery.

Parameters: https://www.twilio.com/docs/voice/twiml#request-parameters
"""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.voice.signed import (
    INCOMING,
    STRANGE_ACCOUNT,
    TURN,
    Sent,
    deliver,
    params,
    refusals,
    regrouped,
    signed,
    without,
)
from tests.voice.twilio import PUBLIC_URL, InboundCall, sign

FALLBACK = f"{PUBLIC_URL}/voice/fallback"


def moved_into_the_query(name: str) -> Sent:
    """`t=token&name=V` sent as `t=tokennameV`: the signature is the same."""
    left = {key: value for key, value in params().items() if key != name}
    return Sent(f"{TURN}{name}{params()[name]}", urlencode(left), sign(TURN, params()))


ODD: dict[str, tuple[Callable[[], Sent], str]] = {
    "a parameter that came twice": (lambda: Sent(body=f"{urlencode(params())}&CallSid={'CA' + 'a1' * 16}"), "CallSid"),
    "keys that came twice": (
        lambda: Sent(TURN, f"{urlencode(params(Digits='1'))}&Digits=1", sign(TURN, params(Digits="1"))),
        "Digits",
    ),
    "no body": (lambda: Sent(body="", signature=sign(INCOMING, {})), "AccountSid"),
    "a parameter moved into the query": (lambda: moved_into_the_query("AccountSid"), "AccountSid"),
    "a null byte": (lambda: signed(CallSid="CA" + "a1" * 15 + "a\0"), "CallSid"),
    "no call": (lambda: without("CallSid"), "CallSid"),
    "no account": (lambda: without("AccountSid"), "AccountSid"),
    "no direction": (lambda: without("Direction"), "Direction"),
    "a call of another shape": (lambda: signed(CallSid="CA123"), "CallSid"),
    "a call that is a path": (lambda: signed(CallSid="CA" + "../" * 10 + "ab"), "CallSid"),
    "a call with a line's end behind it": (lambda: signed(CallSid="CA" + "a1" * 16 + "\n"), "CallSid"),
    "an account of another shape": (lambda: signed(AccountSid="AC"), "AccountSid"),
    "another account": (lambda: signed(AccountSid=STRANGE_ACCOUNT), "another account"),
    "keys that no telephone has": (lambda: signed(TURN, Digits="12a"), "Digits"),
    "keys of another script": (lambda: signed(TURN, Digits="١٢"), "Digits"),
    "more keys than an entry takes": (lambda: signed(TURN, Digits="1" * 65), "Digits"),
    "a call status of ours": (lambda: signed(CallStatus="verified"), "CallStatus"),
    "a direction of ours": (lambda: signed(Direction="sideways"), "Direction"),
    "a dial's end of ours": (lambda: signed(TURN, DialCallStatus="taken"), "DialCallStatus"),
    "a bridge that is neither": (lambda: signed(TURN, DialCallStatus="completed", DialBridged="maybe"), "DialBridged"),
    "keys hidden in the parameter before": (
        lambda: regrouped("Digits", "CallerName", CallerName="X", Digits="1"),
        "Digits",
    ),
    "a dial's end hidden in the value before": (
        lambda: regrouped("DialCallStatus", "CallerName", CallerName="", DialCallStatus="busy"),
        "DialCallStatus",
    ),
    "a call status hidden in the call": (lambda: regrouped("CallStatus", "CallSid"), "CallSid"),
    "a number hidden in the caller's": (lambda: regrouped("To", "From"), "To"),
    "a caller's number hidden in another value": (
        lambda: regrouped("From", "FinishedOnKey", FinishedOnKey="#"),
        "From",
    ),
}
"""With the name of what is odd, as the log has it."""


@pytest.mark.parametrize("name", ODD)
def test_what_the_carrier_never_sends_is_refused_and_is_no_forgery(app: Flask, name: str) -> None:
    sent, reason = ODD[name]
    with refusals() as seen:
        answer = deliver(app, sent())
    assert (answer.status_code, answer.data) == (403, b"")
    assert seen.counted == {"creditline_odd_requests_total": 1}
    assert (seen.logged, seen.reasons) == (["odd_request_refused"], [reason])


DOCUMENTED = [
    {"From": "client:alice", "To": "client:credit"},
    {"From": "whatsapp:+46701740605", "To": "whatsapp:+46846500400"},
    {"From": "sip:alice@acme.sip.twilio.com", "To": "sips:line@acme.sip.twilio.com;transport=tls"},
    {"To": "0846500400"},
    {"To": "46846500400"},
    {"To": ""},
    {"From": "", "To": ""},
    {"CallerName": "Smart Digits"},
    {"CallerName": "From"},
    {"SipHeader_X-Wants": "Digits"},
    {"SipHeader_X-Wants": "DialCallStatus"},
    {"SipDomain": "acme.sip.twilio.com", "StirVerstat": "TN-Validation-Passed-A"},
]
ON_OTHER_ROUTES = [*DOCUMENTED, {"CallerName": "Room Digits1"}, {"SipHeader_X-Wants": "DialCallStatusbusy"}]


@pytest.mark.parametrize("told", ON_OTHER_ROUTES, ids=str)
def test_a_call_with_documented_values_is_answered(app: Flask, told: dict[str, str]) -> None:
    with refusals() as seen:
        greeted = deliver(app, signed(INCOMING, **told))
        put_through = deliver(app, signed(FALLBACK, ErrorCode="11200", **told))
    assert (greeted.status_code, put_through.status_code) == (200, 200)
    assert b"<Gather" in greeted.data
    assert b"<Dial" in put_through.data
    assert (seen.counted, seen.logged) == ({}, [])


@pytest.mark.parametrize("told", DOCUMENTED, ids=str)
def test_a_call_with_documented_values_goes_on_to_a_person(app: Flask, told: dict[str, str]) -> None:
    call = InboundCall(app.test_client(), told=told).dials()
    assert call.keys("0").verbs[-1] == "Dial"


@pytest.mark.parametrize("missing", ["From", "To"])
def test_nothing_stands_on_a_number(app: Flask, missing: str) -> None:
    assert deliver(app, without(missing)).status_code == 200


@pytest.mark.parametrize("told", [{"CallerName": "Room Digits1"}, {"SipHeader_X-Wants": "DialCallStatusbusy"}], ids=str)
def test_what_could_be_an_event_ends_no_value_where_events_are_taken(app: Flask, told: dict[str, str]) -> None:
    """Parameters are signed without separators: `CallerName=Room&Digits=1` has the same signature."""
    for route in ("turn", "whisper"):
        assert deliver(app, signed(f"{PUBLIC_URL}/voice/{route}?t=token", **told)).status_code == 403


def test_an_empty_entry_that_is_hidden_is_the_silence_that_it_is(app: Flask) -> None:
    call = InboundCall(app.test_client(), told={"CallerName": "X"}).dials()
    action = call.action.removeprefix(PUBLIC_URL)
    hidden = call.params() | {"CallerName": "XDigits"}
    signature = sign(PUBLIC_URL + action, call.params(Digits=""))
    answer = deliver(app, Sent(PUBLIC_URL + action, urlencode(hidden), signature))
    assert answer.status_code == 200
    assert "Take your time, I am listening." in answer.text
