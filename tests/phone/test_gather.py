"""<Gather> as https://www.twilio.com/docs/voice/twiml/gather describes it, attribute by attribute."""

import pytest

from ivr.phone.errors import Fault

from .caller import Person
from .canned import CannedLine

ASK = "<Say>Your number, please.</Say>"
NEXT = "<Say>You have reached the next question.</Say><Gather action='/voice/next' actionOnEmptyResult='true'/>"


def gather(attributes: str = "") -> str:
    return f"<Gather action='/voice/turn' {attributes}>{ASK}</Gather><Say>Nothing was keyed.</Say>"


@pytest.fixture
def person(canned: CannedLine) -> Person:
    canned.serves("/voice/turn", NEXT)
    canned.serves("/voice/next", "<Hangup/>")
    return Person(canned.line, "+46701740605")


def test_finish_on_key_is_the_hash_unless_said_otherwise_and_is_not_among_the_digits(
    canned: CannedLine, person: Person
) -> None:
    canned.serves("/voice/incoming", gather())
    person.dials().hears("your number, please").enters("198507099805#").hears("the next question")
    assert canned.posted("/voice/turn")["Digits"] == "198507099805"
    assert canned.posted("/voice/turn")["FinishedOnKey"] == "#"


def test_another_finish_on_key_makes_the_hash_a_digit(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("finishOnKey='*'"))
    person.dials().enters("1#2*")
    assert (canned.posted("/voice/turn")["Digits"], canned.posted("/voice/turn")["FinishedOnKey"]) == ("1#2", "*")


@pytest.mark.parametrize("key", ["#", "*", "0"])
def test_an_empty_finish_on_key_makes_every_key_count(canned: CannedLine, person: Person, key: str) -> None:
    canned.serves("/voice/incoming", gather("finishOnKey='' numDigits='1'"))
    person.dials().presses(key)
    assert canned.posted("/voice/turn")["Digits"] == key
    assert canned.posted("/voice/turn")["FinishedOnKey"] == ""


def test_num_digits_ends_the_entry_and_what_is_left_goes_to_the_next_gather(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("numDigits='6'"))
    person.dials().enters("1234569#")
    assert canned.posted("/voice/turn")["Digits"] == "123456"
    assert canned.posted("/voice/next")["Digits"] == "9"


def test_keys_typed_ahead_stop_the_words_of_the_gather(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("numDigits='1'"))
    canned.answers["/voice/turn"].clear()
    canned.serves("/voice/turn", "<Gather action='/voice/next'><Say>A long list of options.</Say></Gather>")
    person.dials().enters("12#").does_not_hear("a long list of options")
    assert canned.posted("/voice/next")["Digits"] == "2"


@pytest.mark.parametrize(("attributes", "seconds"), [("", 5), ("timeout='20'", 20)])
def test_silence_falls_through_to_the_next_verb_after_the_timeout(
    canned: CannedLine, person: Person, attributes: str, seconds: int
) -> None:
    """actionOnEmptyResult is false unless said otherwise: the action never learns of the silence."""
    canned.serves("/voice/incoming", gather(attributes))
    began = person.dials().clock.now
    person.stays_silent().hears("nothing was keyed")
    assert "/voice/turn" not in canned.paths()
    [told] = [entry for entry in person.log.entries if entry.text == "Nothing was keyed."]
    assert told.at - began == seconds


def test_action_on_empty_result_tells_the_action_of_a_silence(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("actionOnEmptyResult='true'"))
    person.dials().stays_silent().hears("the next question")
    assert (canned.posted("/voice/turn")["Digits"], canned.posted("/voice/turn")["FinishedOnKey"]) == ("", "")


def test_a_lone_finish_on_key_is_an_empty_result(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather())
    person.dials().presses("#").hears("nothing was keyed")
    assert "/voice/turn" not in canned.paths()


def test_a_timeout_after_some_keys_submits_these(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("numDigits='6'"))
    person.dials().enters("12").enters("34")
    assert "/voice/turn" not in canned.paths()
    person.stays_silent()
    assert canned.posted("/voice/turn")["Digits"] == "1234"


def test_without_an_action_the_current_address_is_asked_again(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", "<Redirect>/voice/menu?t=a</Redirect>")
    canned.serves("/voice/menu", "<Gather numDigits='1'/>", "<Hangup/>")
    person.dials().presses("1")
    assert canned.paths()[1:3] == ["/voice/menu", "/voice/menu"]
    assert person.requests[1].url == person.requests[2].url


def test_hanging_up_tells_the_action_nothing_and_the_status_callback_everything(
    canned: CannedLine, person: Person
) -> None:
    canned.serves("/voice/incoming", gather("actionOnEmptyResult='true'"))
    person.dials().hangs_up()
    assert canned.paths() == ["/voice/incoming", "/voice/status"]
    assert canned.posted("/voice/status")["CallStatus"] == "completed"
    assert person.ended


def test_a_gather_for_speech_alone_cannot_be_answered_with_keys(canned: CannedLine, person: Person) -> None:
    canned.serves("/voice/incoming", gather("input='speech'"))
    with pytest.raises(Fault, match="no ears"):
        person.dials()
