"""What was told, as a text: asked for in a menu, and back to it."""

from dataclasses import replace
from typing import Any

import pytest

from domain.disclosure import Grant
from domain.journey import Part
from domain.requests import Refused, SendText, TextSent, Topic
from domain.verification import Level
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.detail_states import DetailsMenu
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.present import present
from ivr.dialogue.requests import request
from ivr.dialogue.states import Goodbye, State
from tests.dialogue.following import after, numbered_options

GRANT = Grant("somebody", Level.VERIFIED)
CONTEXT = CallContext("en-GB", GRANT, starts=1)
OWING = CustomerMenu(CONTEXT, Hint.SILENT, 1, may_pay=True)
DETAILS = DetailsMenu(CONTEXT, Hint.SILENT, 1, may_pay=True)
SIGNING = ApplicantMenu(CONTEXT, Hint.SILENT, 1, may_sign=True)


@pytest.mark.parametrize(
    ("menu", "key", "topic"),
    [
        (OWING, "3", Topic.SUMMARY),
        (DETAILS, "2", Topic.DETAILS),
        (DETAILS, "3", Topic.PAYMENT),
        (SIGNING, "3", Topic.SUMMARY),
        (replace(SIGNING, may_sign=False), "2", Topic.SUMMARY),
    ],
)
def test_a_text_is_asked_for_and_the_menu_comes_again_with_a_kind_word(menu: Any, key: str, topic: Topic) -> None:
    asking = after(menu, Digits(key))
    part = Part.APPLICATION if isinstance(menu, ApplicantMenu) else Part.ACCOUNT
    assert request(asking) == SendText(GRANT, topic, part)
    back = after(asking, TextSent())
    assert back == replace(menu, hint=Hint.TEXTED, tries=0)
    assert present(back).prompts[0].key == "texted"
    assert numbered_options(back) == numbered_options(menu)


def test_how_to_pay_is_offered_where_something_is_owed_and_the_lender_has_said_where_to() -> None:
    assert ("option-more-and-pay", "4") in numbered_options(OWING)
    assert ("option-more", "4") in numbered_options(replace(OWING, may_pay=False))
    assert ("option-pay", "3") in numbered_options(DETAILS)
    settled = replace(DETAILS, may_pay=False)
    assert numbered_options(settled)[1:4] == [("option-text", "2"), ("option-call-back", "3"), ("option-person", "0")]


def test_the_end_has_its_key_where_there_is_no_room_to_say_so() -> None:
    assert len(numbered_options(OWING)) == 5
    assert after(OWING, Digits("9")) == Goodbye(CONTEXT, Farewell.ENDED)


@pytest.mark.parametrize("menu", [OWING, SIGNING])
def test_where_no_text_is_left_a_person_helps_and_that_is_said(menu: State) -> None:
    assert after(menu, Digits("3"), Refused()).reason is Reason.NO_TEXT
    assert after(menu, Digits("3"), ServiceFailed()).reason is Reason.FAILURE


def test_silence_after_the_kind_word_is_asked_again_like_any_other() -> None:
    assert after(OWING, Digits("3"), TextSent(), NoInput()) == OWING
