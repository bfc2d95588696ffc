"""A call as a whole: what is sent, when it fails, how it ends.

https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import re
import socket
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest

from ivr.phone.errors import CallEnded, CallFailed, Fault

from .caller import Person
from .canned import Answer, CannedLine

ASK = "<Gather action='/voice/turn?t=one' numDigits='1'><Say>One or two?</Say></Gather>"


def test_every_request_is_signed_for_the_public_address(canned: CannedLine, person: Person) -> None:
    """The canned line checks with Twilio's validator, query string and all, and refuses what is not genuine."""
    canned.serves("/voice/incoming", ASK)
    canned.serves("/voice/turn", "<Hangup/>")
    person.dials().presses("1")
    assert canned.paths() == ["/voice/incoming", "/voice/turn", "/voice/status"]
    assert all(request.genuine for request in canned.received)
    assert person.requests[1].url == "https://line.test/voice/turn?t=one"


def test_the_parameters_are_those_of_a_call(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", ASK)
    canned.serves("/voice/turn", "<Hangup/>")
    person.dials().presses("1")
    first, second = canned.posted("/voice/incoming"), canned.posted("/voice/turn")
    assert re.fullmatch("CA[0-9a-f]{32}", first["CallSid"])
    assert second["CallSid"] == first["CallSid"]
    assert first["AccountSid"] == "AC" + "1" * 32
    assert (first["From"], first["To"], first["Direction"]) == ("+46701740605", "+46846500400", "inbound")
    assert (first["CallStatus"], second["CallStatus"], first["ApiVersion"]) == ("ringing", "in-progress", "2010-04-01")


def test_each_request_has_an_idempotency_token_of_its_own(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Hangup/>")
    person.dials()
    tokens = [request.headers["I-Twilio-Idempotency-Token"] for request in canned.received]
    assert len(set(tokens)) == 2


def test_each_call_has_a_call_sid_of_its_own(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Hangup/>")
    person.dials().dials()
    assert len({request.params["CallSid"] for request in canned.received}) == 2


def test_cookies_are_kept_during_a_call(canned: CannedLine, person: Person) -> None:
    canned.answers_with("/voice/incoming", Answer(f"<Response>{ASK}</Response>", cookie="seat=7; Path=/"))
    canned.serves("/voice/turn", "<Hangup/>")
    person.dials().presses("1")
    assert "Cookie" not in canned.received[0].headers
    assert canned.received[1].headers["Cookie"] == "seat=7"


def test_the_status_callback_tells_of_the_end(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Say>Good bye.</Say><Pause length='9'/>")
    person.dials()
    told = canned.posted("/voice/status")
    assert (told["CallStatus"], told["SequenceNumber"]) == ("completed", "0")
    assert int(told["CallDuration"]) == 10  # two words at 150 a minute, then nine seconds
    assert parsedate_to_datetime(told["Timestamp"]).tzinfo


def test_a_refused_status_callback_is_a_fault(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Hangup/>")
    canned.answers["/voice/status"].clear()
    with pytest.raises(Fault, match="/voice/status was answered with status 404"):
        person.dials()


def test_speech_takes_time_at_150_words_a_minute(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", f"<Say>{'word ' * 150}</Say><Pause/><Say loop='2'>Good bye.</Say>")
    said = [(entry.at, entry.seconds) for entry in person.dials().log.entries if entry.seconds]
    assert said == [(0, 60), (61, pytest.approx(0.8)), (pytest.approx(61.8), pytest.approx(0.8))]


def test_redirect_goes_on_in_another_document(canned: CannedLine, person: Person) -> None:
    canned.serves(
        "/voice/incoming", "<Redirect method='POST'>\n  https://line.test/voice/turn?t=1&amp;u=2\n</Redirect>"
    )
    canned.serves("/voice/turn", "<Say>Arrived.</Say>")
    person.dials().hears("arrived")
    assert person.requests[1].url == "https://line.test/voice/turn?t=1&u=2"


def test_hangup_ends_the_call_and_nobody_takes_keys_any_more(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Hangup/>")
    person.dials()
    with pytest.raises(CallEnded):
        person.presses("1")
    with pytest.raises(CallEnded):
        person.hangs_up()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("", 500), "11200"),
        (Answer("", 404), "11200"),
        (Answer("<Response/>", 302), "11200"),
        (Answer("<Response/>", content_type=None), "12300"),
        (Answer("<Response/>", content_type="text/plain"), "12300"),
        (Answer("<Response>"), "12100"),
        (Answer(f"<Response><Say>{'a' * 65536}</Say></Response>"), "11750"),
    ],
)
def test_a_failure_goes_on_at_the_fallback(canned: CannedLine, person: Person, answer: Answer, code: str) -> None:
    """https://www.twilio.com/docs/api/errors; the fallback URL is told the error and where it happened."""
    canned.serves("/voice/incoming", ASK)
    canned.answers_with("/voice/turn", answer)
    canned.serves("/voice/fallback", "<Say>One moment, a person will help you.</Say>")
    person.dials().presses("1").hears("a person will help you")
    told = canned.posted("/voice/fallback")
    assert (told["ErrorCode"], told["ErrorUrl"]) == (code, "https://line.test/voice/turn?t=one")
    assert told["CallSid"] == canned.posted("/voice/incoming")["CallSid"]


def test_when_the_fallback_fails_too_the_call_has_failed(canned: CannedLine, person: Person) -> None:
    canned.answers_with("/voice/incoming", Answer("", 500))
    canned.answers_with("/voice/fallback", Answer("", 503))
    with pytest.raises(CallFailed, match=r"status 500 .*, then /voice/fallback was answered with status 503"):
        person.dials()
    assert canned.posted("/voice/status")["CallStatus"] == "failed"
    assert person.ended


def test_a_line_that_takes_too_long_or_is_not_there_has_failed(
    canned: CannedLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio waits 15 s for a webhook; a connection that is refused has an error code of its own."""
    monkeypatch.setattr("ivr.phone.http.TIMEOUT", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        silent = Person(replace(canned.line, base_url=f"http://127.0.0.1:{mute.getsockname()[1]}"), "anonymous")
        with pytest.raises(CallFailed, match=r"ConnectError .Twilio error 11205"):
            silent.dials()
        mute.listen()
        with pytest.raises(CallFailed, match=r"ReadTimeout .Twilio error 11200"):
            silent.dials()


def test_a_proxy_of_this_machine_is_no_part_of_the_call(
    canned: CannedLine, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    canned.serves("/voice/incoming", "<Say>Welcome.</Say>")
    Person(canned.line, person.number).dials().hears("welcome")


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<Speak>hello</Speak>", "<Speak> is not allowed in <Response>"),
        ("<Gather><Hangup/></Gather>", "<Hangup> is not allowed in <Gather>"),
        ("<Gather numDigit='1'/>", "<Gather> has no attribute numDigit"),
        ("<Redirect method='GET'>/voice/turn</Redirect>", "this phone only posts"),
        ("<Redirect>https://elsewhere.test/</Redirect>", "not under the line's public URL"),
        ("<Redirect>https://line.test.evil/</Redirect>", "not under the line's public URL"),
    ],
)
def test_what_no_call_of_ours_may_contain_is_a_fault(
    canned: CannedLine, person: Person, inside: str, fault: str
) -> None:
    """Twilio would go on past some of these in silence; the line's engineers want to know."""
    canned.serves("/voice/incoming", inside)
    with pytest.raises(Fault, match=re.escape(fault)):
        person.dials()


def test_heard_is_what_was_said_since_the_last_input(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", f"<Say>Welcome.</Say>{ASK}")
    canned.serves("/voice/turn", "<Say>You chose one.</Say>")
    person.dials().hears("welcome. one or two?").presses("1").hears("You chose one.").does_not_hear("Welcome")
    assert person.heard_in_all == "Welcome. One or two? You chose one."


def test_nothing_personal_shows_where_a_call_is_printed(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", ASK)
    canned.serves("/voice/turn", "<Say>You may spend 37654.</Say>")
    person.dials().presses("1")
    shown = repr((person.requests, person.documents, person.log, person.line))
    assert not [secret for secret in ("+46701740605", "37654", canned.line.auth_token) if secret in shown]
