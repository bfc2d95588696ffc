"""Having somebody wait for a code that does not come: known beforehand, it is not promised, and a person takes over.

What is known of one person only is never said: there the words leave it open for everybody, and offer a person.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.events import Digits
from ivr.dialogue.identify_states import AwaitCode
from ivr.dialogue.keys import PERSON
from ivr.dialogue.present import present
from ivr.dialogue.states import Transferring
from ivr.dialogue.voice import prompt
from ivr.prompts.catalogue import spoken
from ivr.prompts.languages import LANGUAGES
from storage import demo
from tests.worlds.world import LIMITS as LOW
from tests.worlds.world import WRONG, World

KNOWN, UNKNOWN = demo.PEOPLE["customer-open"].national_number.digits, demo.IN_NO_TABLE.digits
LIMITS = replace(LOW, codes_in_all=8)
PROMISES = ("is coming", "is on its way", "no longer counts")
LEFT_OPEN = {"en-GB": "If we can", "sv-SE": "Om vi kan"}


def words(world: World) -> str:
    return " ".join(spoken(one, "en-GB") for one in present(world.call.state).prompts)


def no_worker(world: World) -> None:
    world.texts(leave=False)


def all_codes_are_used_up(world: World) -> None:
    for person in list(demo.PEOPLE.values())[-LIMITS.codes_in_all :]:
        asked(world, person.national_number.digits)


def wrong_codes(world: World) -> None:
    """Of both numbers, as many as each may have; counted alike for either."""
    for digits in (KNOWN, UNKNOWN):
        asked(world, digits)
        for _ in range(LIMITS.wrong_codes_per_person):
            world.call.gets(Digits(WRONG))


def asked(world: World, digits: str) -> None:
    world.dials("+46701740680")
    world.call.gets(Digits(digits))


@pytest.mark.parametrize("digits", [KNOWN, UNKNOWN], ids=["known", "unknown"])
@pytest.mark.parametrize("cause", [no_worker, all_codes_are_used_up, wrong_codes])
def test_a_code_that_is_known_not_to_come_is_not_promised(cause: Callable[[World], None], digits: str) -> None:
    world = World(limits=LIMITS)
    cause(world)
    world.dials(None)
    world.call.gets(Digits(digits))
    assert isinstance(world.call.state, Transferring)
    assert "a person will help you" in words(world).lower()
    assert not any(promise in words(world) for promise in PROMISES)


@pytest.mark.parametrize("digits", [KNOWN, UNKNOWN], ids=["known", "unknown"])
def test_another_code_is_not_said_to_be_sent_nor_the_first_to_count_no_longer(digits: str) -> None:
    world = World(limits=LIMITS)
    asked(world, digits)
    world.texts(leave=False)
    world.clock.advance(timedelta(seconds=30))
    world.call.gets(Digits("1"))
    assert isinstance(world.call.state, Transferring)
    assert world.call.state.reason is Reason.NO_CODES


@pytest.mark.parametrize("digits", [KNOWN, UNKNOWN], ids=["known", "unknown"])
def test_a_website_is_told_that_no_code_leaves(digits: str) -> None:
    world = World(limits=LIMITS)
    world.texts(leave=False)
    status, body, headers = world.begins(nationalNumber=digits)
    assert (status, b"unavailable" in body, "Retry-After" in headers) == (503, True, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hint", [Hint.FIRST, Hint.RESENT])
def test_what_is_said_of_a_code_is_left_open_for_everybody_and_a_person_is_offered(hint: Hint, language: str) -> None:
    """Somebody may have no number on record, or a landline, or enough codes for this hour."""
    document = present(AwaitCode(CallContext(language), "challenge", hint))
    said = [spoken(one, language) for one in document.prompts]
    assert LEFT_OPEN[language] in said[0]
    assert said[-1] == spoken(prompt("option-person-entry", number=PERSON), language)
    assert not any(promise in said[0] for promise in ("no longer counts", "gäller inte"))
