"""TwiML as https://www.twilio.com/docs/voice/twiml has it; one document per rule that it can break."""

import pytest
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from ivr.voice.schema import CALL, SAY_LENGTH, WHISPER, IllFormed, faults, parse


def document(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'


def test_what_the_twilio_library_writes_for_a_call_is_well() -> None:
    response = VoiceResponse()
    gather = Gather(
        action="https://line.test/voice/turn?t=a&u=b", timeout=20, finish_on_key="", num_digits=1, input="dtmf"
    )
    gather.say("Press 1 to hear it again.", voice="Polly.Amy-Neural", language="en-GB")
    gather.pause(length=1)
    response.append(gather)
    dial = Dial(action="https://line.test/voice/turn", timeout=20, time_limit=3600, caller_id="+46846500400")
    dial.number("+46701740690", url="https://line.test/voice/whisper?t=a")
    response.append(dial)
    assert faults(str(response), CALL) == []


def test_a_library_typo_is_found_although_the_library_writes_it() -> None:
    response = VoiceResponse()
    response.gather(num_digit=6, input="telepathy")
    assert set(faults(str(response), CALL)) == {
        "<Gather> has no attribute numDigit",
        "<Gather input> does not take this value",
    }


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<Speak>hello</Speak>", "<Speak> is not allowed in <Response>"),
        ("<Record/>", "<Record> is not allowed in <Response>"),  # TwiML, but no part of a call of ours
        ("<Gather><Dial><Number>1</Number></Dial></Gather>", "<Dial> is not allowed in <Gather>"),
        ("<Dial><Client>a</Client></Dial>", "<Client> is not allowed in <Dial>"),
        ("<Pause><Say>hello</Say></Pause>", "<Say> is not allowed in <Pause>"),
        ('<Say voise="alice">hello</Say>', "<Say> has no attribute voise"),
        ('<Say language="xx-XX">hello</Say>', "<Say language> does not take this value"),
        ('<Gather timeout="five"/>', "<Gather timeout> does not take this value"),
        ('<Gather timeout="-1"/>', "<Gather timeout> does not take this value"),
        ('<Gather actionOnEmptyResult="yes"/>', "<Gather actionOnEmptyResult> does not take this value"),
        ('<Gather input="dtmf smell"/>', "<Gather input> does not take this value"),
        ('<Gather input=""/>', "<Gather input> does not take this value"),
        ('<Gather finishOnKey="1#"/>', "<Gather finishOnKey> does not take this value"),
        ('<Redirect method="PUT">/a</Redirect>', "<Redirect method> does not take this value"),
        ("<Redirect/>", "<Redirect> is empty"),
        ("<Say> </Say>", "<Say> is empty"),
        ("hello", "<Response> has text between its elements"),
        ("<Gather><Say>a</Say>b</Gather>", "<Gather> has text between its elements"),
        ("<Say>" + "a" * (SAY_LENGTH + 1) + "</Say>", "<Say> is longer than 3000 characters"),
        ('<Say>a<break strength="mighty"/></Say>', "<break strength> does not take this value"),
    ],
)
def test_each_fault_is_named(inside: str, fault: str) -> None:
    assert faults(document(inside), CALL) == [fault]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather input="dtmf speech" finishOnKey="#"/>',
        '<Say>a<break strength="weak"/><say-as interpret-as="date">1</say-as><lang xml:lang="sv-SE">hej</lang></Say>',
        '<Say><prosody rate="slow">a<break time="1s"/></prosody></Say>',
        "<Say>" + "a" * SAY_LENGTH + "</Say>",
        "\n  <Say>a</Say>\n  <Hangup/>\n",
        "<Dial><Number>+46701740690</Number></Dial><Say>without an action, Dial goes on here</Say>",
    ],
)
def test_no_fault_is_invented(inside: str) -> None:
    assert faults(document(inside), CALL) == []


@pytest.mark.parametrize(
    "leaving", ["<Hangup/>", "<Redirect>/a</Redirect>", '<Dial action="/a"><Number>1</Number></Dial>']
)
def test_a_verb_after_the_document_was_left_is_never_reached(leaving: str) -> None:
    assert len(faults(document(f"{leaving}<Say>hello</Say>"), CALL)) == 1
    assert faults(document(f"<Say>hello</Say>{leaving}"), CALL) == []


def test_a_whisper_may_play_but_not_dial() -> None:
    """https://www.twilio.com/docs/voice/twiml/number: what runs on the agent's leg before the two are connected."""
    assert faults(document("<Gather><Play>https://line.test/a.mp3</Play></Gather><Hangup/>"), WHISPER) == []
    assert faults(document("<Dial><Number>1</Number></Dial>"), WHISPER) == ["<Dial> is not allowed in <Response>"]


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<Response>",
        document("<Say>\x07</Say>"),
        document("<Say>\x00</Say>"),
        document("<Say>&#1;</Say>"),
        document("<Say>\ufffe</Say>"),
        document("<Say>\ud800</Say>"),
        document("<Say>\u00e5</Say>").encode("latin-1"),
        document("<Say>a</Say>").encode("utf-16"),
        document("<Say>&aring;</Say>"),
    ],
)
def test_what_is_not_xml_is_one_fault(xml: str | bytes) -> None:
    """XML 1.0 section 2.2 names the characters; Twilio answers the others with error 12100."""
    assert len(faults(xml, CALL)) == 1
    with pytest.raises(IllFormed):
        parse(xml)


def test_a_document_type_is_refused_before_any_entity_is_expanded() -> None:
    with pytest.raises(IllFormed, match="document type"):
        parse('<!DOCTYPE a [<!ENTITY b "c">]><Response><Say>&b;</Say></Response>')


def test_another_root_is_a_fault() -> None:
    assert faults("<html/>", CALL) == ["the root is <html>, not <Response>"]


def test_no_fault_quotes_what_is_said() -> None:
    assert "figures" not in " ".join(
        faults(document("<Speak a='figures'>figures</Speak><Say b='c'>figures</Say>"), CALL)
    )
