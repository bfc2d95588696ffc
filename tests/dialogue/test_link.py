"""The link to apply with, asked for among the offers."""

import pytest

from domain.requests import LinkSent, NoNumber, OffersRead, Refused, SendLink
from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.offer_states import OffersMenu, ReadingOffers, TellOffers
from ivr.dialogue.present import present
from ivr.dialogue.requests import request
from ivr.dialogue.states import State
from tests.dialogue.following import after, options

CONTEXT = CallContext("en-GB")
TOLD = TellOffers(CONTEXT, (), may_apply=True)
KINDS = [TOLD, OffersMenu(CONTEXT, Hint.SILENT, 1, may_apply=True)]
WITH_LINK = ["option-again", "option-identify", "option-link", "option-person", "option-end"]


@pytest.mark.parametrize("state", KINDS)
def test_the_link_is_sent_and_the_menu_comes_again_with_a_kind_word(state: State) -> None:
    assert options(state) == WITH_LINK
    asking = after(state, Digits("3"))
    assert request(asking) == SendLink()
    back = after(asking, LinkSent())
    assert (present(back).prompts[0].key, options(back)) == ("linked", WITH_LINK)
    assert after(back, NoInput()) == KINDS[1]


def test_where_there_is_nowhere_to_apply_no_link_is_offered() -> None:
    told = after(ReadingOffers(CONTEXT), OffersRead((), may_apply=False))
    assert "option-link" not in options(told)
    assert after(told, Digits("3")).hint is Hint.UNREADABLE


def test_a_number_that_cannot_be_texted_is_told_with_the_ways_that_are_left() -> None:
    back = after(TOLD, Digits("3"), NoNumber())
    assert present(back).prompts[0].key == "no-number"
    assert options(back) == ["option-again", "option-identify", "option-person", "option-end"]


def test_where_no_text_is_left_a_person_helps() -> None:
    assert after(TOLD, Digits("3"), Refused()).reason is Reason.NO_TEXT
    assert after(TOLD, Digits("3"), ServiceFailed()).reason is Reason.FAILURE
