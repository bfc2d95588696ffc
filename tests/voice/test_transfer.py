"""To a person: which telephones ring, what the agent hears and presses, and how a dial that ended is told apart.

Dial: https://www.twilio.com/docs/voice/twiml/dial, whisper: https://www.twilio.com/docs/voice/twiml/number#url
"""

from pathlib import Path

import pytest
from flask import Flask

from tests.voice.conftest import line_app, settings_of
from tests.voice.twilio import LINE_NUMBER, PUBLIC_URL, InboundCall, Leg

OWN = "+46101740699"
FIRST, SECOND, SPECIALIST = "+46701740690", "+46701740691", "+46701740692"


@pytest.fixture
def waiting(call: InboundCall) -> InboundCall:
    """A caller who asked for a person and hears the first telephone ring."""
    return call.dials().keys("0")


def rung(leg: Leg) -> str | None:
    return leg.find("Number").text


def test_a_dial_has_every_attribute_whose_default_does_not_suit(waiting: InboundCall) -> None:
    dial, number = waiting.find("Dial"), waiting.find("Number")
    assert {name: dial.attrib[name] for name in ("timeout", "timeLimit", "method")} == {
        "timeout": "20",
        "timeLimit": "3600",
        "method": "POST",
    }
    assert dial.attrib["action"].startswith(f"{PUBLIC_URL}/voice/turn?t=")
    assert number.attrib["url"].startswith(f"{PUBLIC_URL}/voice/whisper?t=")
    assert rung(waiting) == FIRST


def test_something_wrong_goes_to_a_specialist(call: InboundCall) -> None:
    assert rung(call.dials().keys("2")) == SPECIALIST


WITHHELD = ("", "anonymous", "+266696687", "+7378742833", "+8656696", "+2562533", "+86282452253", "sip:me@pbx.example")


@pytest.mark.parametrize("number", WITHHELD)
def test_a_withheld_callers_transfer_shows_our_number(app: Flask, number: str) -> None:
    call = InboundCall(app.test_client(), from_number=number).dials().keys("0")
    assert call.find("Dial").attrib["callerId"] == LINE_NUMBER


@pytest.mark.parametrize(
    ("caller", "called"),
    [
        ("sip:alice@acme.sip.twilio.com", "sip:line@acme.sip.twilio.com"),
        ("whatsapp:+46701740605", "whatsapp:+46846500400"),
        ("client:alice", "client:credit"),
        ("client:alice", LINE_NUMBER),  # a client says itself whom it has called
        ("anonymous", ""),
        ("anonymous", "0846500400"),
    ],
)
def test_who_did_not_call_a_number_is_put_through_with_one_of_the_lenders(
    data_dir: Path, caller: str, called: str
) -> None:
    """https://www.twilio.com/docs/api/errors/13214: the carrier knows no other number for such a call."""
    for settings, shown in (({"SMS_FROM": OWN}, OWN), ({"SMS_FROM": "Exempel", "CALLER_ID": FIRST}, FIRST)):
        client = line_app(settings_of(data_dir, **settings)).test_client()
        call = InboundCall(client, told={"From": caller, "To": called}).dials()
        assert call.keys("0").find("Dial").attrib["callerId"] == shown
        call.asks("/voice/fallback", ErrorCode="11200")
        assert call.find("Dial").attrib["callerId"] == shown


def test_any_other_callers_transfer_shows_their_own(waiting: InboundCall) -> None:
    assert "callerId" not in waiting.find("Dial").attrib


def test_the_agent_hears_why_and_takes_the_call_with_1(waiting: InboundCall) -> None:
    agent = waiting.rings()
    assert agent.words == "Credit line, not verified. Wants a person. To take it, press 1."
    assert agent.asks(agent.action, Digits="1").verbs == []
    assert waiting.dial_ends("completed", bridged=True).words == "Thank you for calling. Goodbye."


def test_the_whisper_tells_a_verified_caller_apart(customer: InboundCall) -> None:
    assert "Credit line, verified." in customer.keys("0").rings().words


@pytest.mark.parametrize("told", [{"Digits": "2"}, {"Digits": ""}, {"Digits": "#"}, {"Digits": "11"}])
def test_any_other_key_or_none_hangs_up_on_the_agent(waiting: InboundCall, told: dict[str, str]) -> None:
    """A voicemail box presses nothing, and silence posts an empty entry."""
    agent = waiting.rings()
    assert agent.asks(agent.action, **told).verbs == ["Hangup"]


def test_a_voicemail_box_that_answers_is_not_a_transfer(waiting: InboundCall) -> None:
    waiting.rings()
    assert rung(waiting.dial_ends("completed", bridged=True)) == SECOND


def test_an_agent_who_took_the_call_too_late_is_not_a_transfer(waiting: InboundCall) -> None:
    agent = waiting.rings()
    agent.asks(agent.action, Digits="1")
    assert rung(waiting.dial_ends("completed", bridged=False)) == SECOND


def test_a_key_delivered_again_still_connects(waiting: InboundCall) -> None:
    agent = waiting.rings()
    key = agent.action
    for _ in range(3):
        assert agent.asks(key, Digits="1").verbs == []
    assert waiting.dial_ends("completed", bridged=True).verbs == ["Say", "Hangup"]


def test_the_agents_key_does_not_use_up_the_callers_turn(waiting: InboundCall) -> None:
    ringing, action, agent = waiting.document, waiting.action, waiting.rings()
    agent.asks(agent.action, Digits="1")
    assert waiting.dials().leads_to == action
    assert waiting.follows().document == ringing


def test_a_telephone_that_is_late_hears_nothing_of_the_call(waiting: InboundCall) -> None:
    whisper, agent = waiting.find("Number").attrib["url"], waiting.rings()
    waiting.dial_ends("no-answer")
    assert agent.asks(agent.action, Digits="1").verbs == ["Hangup"]
    assert agent.asks(whisper).verbs == ["Hangup"]


def test_an_agent_is_not_connected_to_a_caller_who_hung_up(waiting: InboundCall) -> None:
    agent = waiting.rings()
    waiting.ends()
    assert agent.asks(agent.action, Digits="1").verbs == ["Hangup"]


@pytest.mark.parametrize("token", ["", "t", "A" * 136])
def test_a_whisper_with_a_token_that_is_not_ours_hangs_up(waiting: InboundCall, token: str) -> None:
    agent = waiting.rings()
    assert agent.asks(f"/voice/whisper?t={token}").verbs == ["Hangup"]
    assert agent.asks(f"/voice/whisper?t={token}", Digits="1").verbs == ["Hangup"]


MISSED = {
    "busy": "everybody is talking",
    "no-answer": "nobody has answered",
    "failed": "could not reach anybody",
    "canceled": "could not reach anybody",
    "completed": "nobody could take your call",
    "answered": "nobody could take your call",
}


@pytest.mark.parametrize(("status", "words"), MISSED.items())
def test_when_no_telephone_is_left_the_caller_hears_why_and_what_next(
    waiting: InboundCall, status: str, words: str
) -> None:
    waiting.dial_ends(status)
    assert words in waiting.dial_ends(status).words
    assert rung(waiting.keys("1")) == FIRST
