"""`{code}`: the newest code that the line sent in this call."""

import threading

import pytest

from ivr.phone.errors import NoCode

from .caller import Person
from .canned import CannedLine

ASK = "<Gather action='/voice/turn' numDigits='6'/>"


def text(at: str, words: str) -> dict[str, str]:
    return {"to": "+46701740605", "at": at, "text": words}


@pytest.fixture
def person(canned: CannedLine) -> Person:
    canned.serves("/voice/incoming", ASK)
    canned.serves("/voice/turn", ASK, "<Hangup/>")
    return Person(canned.line, "+46701740605")


def test_the_code_is_the_bare_six_digits_of_the_newest_message(canned: CannedLine, person: Person) -> None:
    person.dials()
    canned.messages += [
        text("2", "Your code is 222222. Call +46846500400 if 1234567 says nothing to you."),
        text("1", "Your code is 111111."),
    ]
    person.enters("{code}")
    assert canned.posted("/voice/turn")["Digits"] == "222222"


def test_a_code_of_an_earlier_call_or_question_is_not_taken_again(canned: CannedLine, person: Person) -> None:
    canned.messages.insert(0, text("1", "Your code is 111111."))
    person.dials()
    canned.messages.insert(0, text("2", "Your code is 222222."))
    person.enters("{code}")
    canned.messages.insert(0, text("3", "Your code is 333333."))
    person.enters("{code}")
    assert [request.params.get("Digits") for request in canned.received[1:3]] == ["222222", "333333"]


def test_a_code_that_comes_a_little_later_is_waited_for(canned: CannedLine, person: Person) -> None:
    person.dials()
    later = threading.Timer(0.3, lambda: canned.messages.append(text("1", "Your code is 111111.")))
    later.start()
    person.enters("{code}")
    later.join()
    assert canned.posted("/voice/turn")["Digits"] == "111111"


def test_when_no_new_code_comes_the_wait_ends(
    canned: CannedLine, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.phone.mailbox.PATIENCE", 0.2)
    canned.messages.append(text("1", "Your code is 111111."))  # of an earlier call
    person.dials()
    with pytest.raises(NoCode):
        person.enters("{code}")
    assert not person.hangs_up().requests[-1].path.endswith("turn")
