"""Documents as TwiML: https://www.twilio.com/docs/voice/twiml/gather and its neighbours."""

import pytest
from hypothesis import strategies as st

from domain.money import Money
from ivr.dialogue.voice import Gather, Pause, Queue, Say, VoiceDocument, prompt
from ivr.prompts.catalogue import spoken
from ivr.voice.schema import CALL, faults, parse
from ivr.voice.twiml import Links, render
from tests.properties import given
from tests.voice.twilio import InboundCall

LINKS = Links("https://line.example/voice/turn?t=t", {Queue.GENERAL: (), Queue.SPECIALIST: ()})


def test_an_entry_takes_keys_only_and_makes_silence_an_event(call: InboundCall) -> None:
    question = call.dials().find("Gather").attrib
    assert {name: question[name] for name in ("input", "method", "actionOnEmptyResult", "timeout", "finishOnKey")} == {
        "input": "dtmf",
        "method": "POST",
        "actionOnEmptyResult": "true",
        "timeout": "10",
        "finishOnKey": "#",
    }
    assert "numDigits" not in question


def test_in_a_menu_every_key_acts(customer: InboundCall) -> None:
    question = customer.find("Gather").attrib
    assert (question["finishOnKey"], question["numDigits"]) == ("", "1")


def test_a_code_ends_with_its_sixth_key(call: InboundCall) -> None:
    assert call.dials().keys("197207049987").find("Gather").attrib["numDigits"] == "6"


def test_prompts_in_a_row_are_one_say_and_each_option_has_a_pause(call: InboundCall) -> None:
    question = call.dials().find("Gather")
    assert [verb.tag for verb in question] == ["Say", *["Say", "Pause"] * 4]
    assert question[0].text == (
        "Welcome to the credit line. Key your personal number, twelve digits, or your customer number, then hash."
    )


def test_a_pause_has_its_length() -> None:
    document = VoiceDocument("en-GB", (Pause(3), Say((prompt("goodbye-ended"),))))
    xml = render(document, LINKS)
    assert faults(xml, CALL) == []
    assert parse(xml)[0].attrib == {"length": "3"}


@given(title=st.text(min_size=1), kronor=st.integers(0, 10**9))
def test_a_name_from_data_is_said_as_it_is_whatever_it_looks_like(title: str, kronor: int) -> None:
    """Documents are put together from what is kept and what is a caller's own: data names neither place nor tag."""
    offer = prompt("offer", title=title, limit=Money.of(kronor), fee=Money.of(1))
    xml = render(VoiceDocument("en-GB", (Gather((offer,), (), 5, "", 1),)), LINKS)
    assert faults(xml, CALL) == []
    assert (parse(xml).findtext(".//Say"), parse(xml)[0].get("action")) == (spoken(offer, "en-GB"), LINKS.action)


@pytest.mark.parametrize("title", ["{0}", "{action}", "{title}", "<Hangup/>", "&amp;", 'a"b', "Å & Ö"])
def test_not_even_the_marks_of_a_document_are_marks_in_data(title: str) -> None:
    offer = prompt("offer", title=title, limit=Money.of(1), fee=Money.of(1))
    xml = render(VoiceDocument("en-GB", (Say((offer,)),)), LINKS)
    assert parse(xml).findtext("Say") == f"{title}: a credit of up to one krona, for one krona a month."
