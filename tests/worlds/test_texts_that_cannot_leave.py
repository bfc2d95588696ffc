"""Where no text leaves for anybody, none is said to be on its way: a person takes over."""

from datetime import timedelta

import pytest

from ivr.dialogue.context import Reason
from ivr.dialogue.events import Digits
from ivr.dialogue.present import present
from ivr.dialogue.states import Transferring
from ivr.prompts.catalogue import spoken
from storage import demo
from tests.worlds.world import RIGHT, World

LINK, TEXT = "3", "3"
TO_THE_CONSENT, YES = ("2", "2", "2"), ("1",)
APPLICANT = demo.PEOPLE["applicant-ready"].national_number.digits
CUSTOMER = demo.PEOPLE["customer-open"].national_number.digits


def reaches_a_person(world: World, *keys: str) -> bool:
    for key in keys:
        world.call.gets(Digits(key))
    state = world.call.state
    words = " ".join(spoken(one, "en-GB") for one in present(state).prompts).lower()
    return isinstance(state, Transferring) and state.reason is Reason.NO_TEXT and "a person will help you" in words


def test_what_a_customer_asks_to_have_as_a_text() -> None:
    world = World()
    world.dials(None)
    world.call.gets(Digits(CUSTOMER))
    world.hand_over()
    world.call.gets(Digits(RIGHT))
    world.texts(leave=False)
    assert reaches_a_person(world, TEXT)
    assert len(world.tables.tables.outbox) == 1  # the code


def test_a_link_to_apply_also_when_it_is_asked_for_again() -> None:
    world = World()
    world.dials("+46701740680")
    for key in ("1", LINK):
        world.call.gets(Digits(key))
    world.texts(leave=False)
    assert reaches_a_person(world, LINK)
    world.dials("+46701740680")
    assert reaches_a_person(world, "1", LINK)


@pytest.mark.parametrize("asks_again", [False, True], ids=["the first code", "another code"])
def test_a_code_to_sign_with(*, asks_again: bool) -> None:
    world = World()
    world.dials(None)
    world.call.gets(Digits(APPLICANT))
    world.hand_over()
    for key in (RIGHT, *TO_THE_CONSENT, *(YES if asks_again else ())):
        world.call.gets(Digits(key))
    world.texts(leave=False)
    world.clock.advance(timedelta(seconds=30))
    world.call.gets(Digits("1"))
    assert isinstance(world.call.state, Transferring)
    assert world.call.state.reason is Reason.NO_CODES
