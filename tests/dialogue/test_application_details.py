"""More about an application, on request: what was checked, what is missing, the rates; in pages."""

from typing import Any

import pytest

from domain.applications import Stage
from domain.details import ApplicationDetails
from domain.disclosure import Personal
from domain.journey import Part
from domain.requests import ApplicationRead, AskCallBack, ReadApplication, ReadTerms, Refused, SendText, Topic
from ivr.dialogue.application_states import ApplicantMenu, TellApplication
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.events import Digits, Event, NoInput, ServiceFailed
from ivr.dialogue.representatives import GRANT, application_details
from ivr.dialogue.requests import request
from ivr.dialogue.states import Goodbye, ReadingSummary
from ivr.dialogue.voice import Queue
from tests.dialogue.following import after, heard, options

TOLD = {(told.closed.summary.stage, bool(told.closed.rates)): told for told in application_details()}
READY = TOLD[Stage.READY_TO_SIGN, True]
PENDING = TOLD[Stage.IDENTITY_PENDING, False]
CONTEXT = CallContext("en-GB", GRANT, starts=1)
MENU = ApplicantMenu(CONTEXT, Hint.SILENT, 1, may_sign=True)


def told(read: Personal[ApplicationDetails]) -> Any:
    return after(MENU, Digits("4"), ApplicationRead(read))


def test_the_application_is_read_afresh_for_its_caller_each_time() -> None:
    assert request(after(MENU, Digits("4"))) == ReadApplication(GRANT)
    assert request(after(told(READY), Digits("1"))) == ReadApplication(GRANT, "first")
    assert request(after(told(READY), NoInput(), Digits("#"))) == ReadApplication(GRANT, "first")


@pytest.mark.parametrize("event", [NoInput(), Digits("2"), Digits("7")])
def test_what_is_missing_comes_first_and_silence_and_keys_go_on_to_the_rates(event: Event) -> None:
    assert [heard(after(told(READY), *[event] * page)) for page in range(2)] == [
        ["kyc-authenticated", "next-ready-to-sign", "registered"],
        ["rate-sar", "rate-aer", "rate-apr"],
    ]


def test_what_is_not_known_is_left_out() -> None:
    state = told(PENDING)
    assert (state.pages, heard(state)) == (1, ["kyc-initiated", "next-identity-pending", "registered-not-yet"])


def test_what_can_be_signed_can_be_signed_from_there_and_nothing_else() -> None:
    last = after(told(READY), NoInput())
    assert options(last) == ["option-again", "option-sign", "option-text", "option-call-back", "option-person"]
    assert request(after(last, Digits("2"))) == ReadTerms(GRANT, "first")
    assert "option-sign" not in options(told(PENDING))


def test_more_of_an_application_can_be_had_as_a_text() -> None:
    for state, key in ((after(told(READY), NoInput()), "3"), (told(PENDING), "2")):
        assert request(after(state, Digits(key))) == SendText(GRANT, Topic.DETAILS, Part.APPLICATION, "first")


def test_a_call_back_can_be_asked_for() -> None:
    for state, key in ((after(told(READY), NoInput()), "4"), (told(PENDING), "3")):
        assert request(after(state, Digits(key))) == AskCallBack(GRANT, Queue.GENERAL, Reason.ASKED)


def test_after_the_last_page_comes_the_menu_it_was_asked_for_in() -> None:
    assert after(told(READY), NoInput(), NoInput()) == MENU
    assert after(told(PENDING), Digits("7")) == ApplicantMenu(CONTEXT, Hint.UNREADABLE, 1, may_sign=True)


def test_ways_out() -> None:
    for state in (told(READY), told(PENDING)):
        assert isinstance(state, TellApplication)
        back = after(state, Digits("*"))
        assert isinstance(back, ReadingSummary)
        assert back.part is Part.APPLICATION
        assert after(state, Digits("0")).reason is Reason.ASKED
        assert after(state, Digits("9")) == Goodbye(CONTEXT, Farewell.ENDED)


@pytest.mark.parametrize("answer", [Refused(), ServiceFailed()])
def test_where_nothing_can_be_told_a_person_helps(answer: Event) -> None:
    assert after(MENU, Digits("4"), answer).reason is Reason.FAILURE
