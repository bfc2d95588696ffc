"""Whatever fails, nothing personal is said and the caller reaches a person: no fault is an HTTP error."""

from pathlib import Path

import pytest
import redis
from flask import Flask

from ivr import wiring
from ivr.config import Settings
from storage import embedded
from tests.voice.conftest import line_app, settings_of
from tests.voice.twilio import InboundCall

FIRST, SECOND = "+46701740690", "+46701740691"


@pytest.fixture
def without_redis(data_dir: Path) -> Flask:
    return line_app(settings_of(data_dir, REDIS_URL=f"unix://{data_dir}/nothing.sock"))


@pytest.fixture
def without_sql(data_dir: Path) -> Flask:
    """With the same keys and the same Redis as the line that works."""
    return line_app(settings_of(data_dir, DATABASE_URL=f"sqlite:///{data_dir}/no/such.db"))


@pytest.fixture
def without_both(data_dir: Path) -> Flask:
    lost = {"REDIS_URL": f"unix://{data_dir}/nothing.sock", "DATABASE_URL": f"sqlite:///{data_dir}/no/such.db"}
    return line_app(settings_of(data_dir, LANGUAGES="en-GB,sv-SE", **lost))


def apologises(call: InboundCall) -> bool:
    return "something does not work on our side" in call.words and call.find("Number").text == FIRST


@pytest.fixture
def lost(call: InboundCall, without_both: Flask) -> InboundCall:
    """A call in its first question, whose service has lost all that it had."""
    call.dials()
    call.client = without_both.test_client()
    return call


def test_with_everything_lost_a_call_still_begins_with_its_question(without_both: Flask) -> None:
    """The first document needs nobody's answer."""
    call = InboundCall(without_both.test_client()).dials()
    assert call.verbs == ["Gather"]
    call.keys("1")
    assert "something does not work on our side" in call.words


def test_with_everything_lost_in_mid_call_a_person_comes(lost: InboundCall) -> None:
    assert apologises(lost.keys("198507099805"))


def test_an_apology_speaks_the_language_of_its_call(lost: InboundCall) -> None:
    said = lost.keys("0").find("Say")
    assert (said.attrib["language"], lost.verbs) == ("en-GB", ["Say", "Dial"])
    lost.dial_ends("busy").dial_ends("no-answer")
    assert [say.attrib["language"] for say in lost.root.iter("Say")] == ["en-GB"]


def test_an_apology_to_nobody_known_speaks_every_language(without_both: Flask) -> None:
    call = InboundCall(without_both.test_client())
    call.asks("/voice/fallback", ErrorCode="11200", ErrorUrl="https://line.example/voice/incoming")
    assert [say.attrib["language"] for say in call.root.iter("Say")] == ["en-GB", "sv-SE"]


def test_the_carriers_word_of_what_failed_tells_the_language(lost: InboundCall) -> None:
    lost.asks("/voice/fallback", ErrorCode="11200", ErrorUrl=lost.action)
    assert [say.attrib["language"] for say in lost.root.iter("Say")] == ["en-GB"]


def test_a_session_that_was_changed_is_a_transfer(call: InboundCall, settings: Settings) -> None:
    call.dials()
    with redis.Redis.from_url(embedded.url(settings.data_dir)) as client:
        [stored] = client.keys(f"call:*:{wiring.parts(settings).cipher.call_ref(call.sid)}")
        client.hset(stored, "sealed", b"changed")
    assert apologises(call.keys("1"))


def test_sql_lost_is_said_and_handed_over(call: InboundCall, without_sql: Flask) -> None:
    """An arrow of the table, not an exception: the whisper and the queue go on as in any transfer."""
    call.client = without_sql.test_client()
    call.dials().keys("198507099805")
    assert "I cannot look that up right now" in call.words
    assert "Look-up failed." in call.rings().words


def test_sql_lost_while_figures_are_read_tells_none(customer: InboundCall, without_sql: Flask) -> None:
    customer.client = without_sql.test_client()
    customer.keys("1")
    assert "I cannot look that up right now" in customer.words
    assert "kron" not in customer.words


def test_a_dial_without_state_goes_on_by_itself(lost: InboundCall) -> None:
    assert lost.keys("0").dial_ends("busy").find("Number").text == SECOND
    assert "call again a little later" in lost.dial_ends("no-answer").words
    assert lost.verbs == ["Say", "Hangup"]


def test_a_dial_without_state_that_was_talked_through_hangs_up(lost: InboundCall) -> None:
    assert lost.keys("0").dial_ends("completed", bridged=True).verbs == ["Hangup"]


def test_a_dial_whose_state_was_lost_meanwhile_hangs_up_when_it_was_talked_through(
    call: InboundCall, without_both: Flask
) -> None:
    call.dials().keys("0")
    call.client = without_both.test_client()
    assert call.dial_ends("completed", bridged=True).verbs == ["Hangup"]


def test_the_fallback_address_is_a_transfer(call: InboundCall) -> None:
    """Twilio says what failed: https://www.twilio.com/docs/voice/twiml#fallback"""
    call.asks("/voice/fallback", ErrorCode="11200", ErrorUrl="https://line.example/voice/turn?t=token")
    assert apologises(call)


@pytest.mark.parametrize("tried", ["x", "-7", "99", ""])
def test_a_fallback_with_a_strange_count_is_answered(call: InboundCall, tried: str) -> None:
    call.asks(f"/voice/fallback?tried={tried}")


def test_a_withheld_callers_transfer_without_state_shows_our_number(without_both: Flask) -> None:
    call = InboundCall(without_both.test_client(), from_number="anonymous").dials().keys("0")
    assert "callerId" in call.find("Dial").attrib


def test_with_everything_lost_a_whisper_hangs_up(call: InboundCall, without_both: Flask) -> None:
    agent = call.dials().keys("0").rings()
    agent.client = without_both.test_client()
    assert agent.asks(agent.action, Digits="1").verbs == ["Hangup"]


def test_with_everything_lost_the_end_of_a_call_is_noted_quietly(without_both: Flask) -> None:
    InboundCall(without_both.test_client()).ends()


def test_what_failed_is_logged_by_its_class_only(lost: InboundCall, capsys: pytest.CaptureFixture[str]) -> None:
    asked = lost.action
    lost.asks(asked, Digits="198507099805")
    written = "".join(capsys.readouterr())
    assert "Unavailable" in written
    assert not any(private in written for private in ("198507099805", lost.from_number, lost.sid, asked[-40:]))
