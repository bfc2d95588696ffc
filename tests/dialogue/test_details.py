"""More about an account, on request: in pages, and with the day of figures that are older than a day."""

from typing import Any

import pytest

from domain.details import AccountDetails
from domain.disclosure import Grant, Personal
from domain.requests import AskCallBack, DetailsRead, NoNumber, ReadDetails, Refused
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.detail_states import DetailsMenu
from ivr.dialogue.events import Digits, Event, NoInput, ServiceFailed
from ivr.dialogue.representatives import GRANT, details
from ivr.dialogue.requests import request
from ivr.dialogue.states import Goodbye, ReadingSummary
from ivr.dialogue.voice import Queue
from tests.dialogue.following import after, heard

ALL, BARE, PAYING_DOWN = details()
CONTEXT = CallContext("en-GB", GRANT, starts=1)
MENU = CustomerMenu(CONTEXT, Hint.SILENT, 1)


def told(read: Personal[AccountDetails]) -> Any:
    return after(MENU, Digits("4"), DetailsRead(read))


def test_more_of_an_account_is_read_afresh_for_its_caller_each_time() -> None:
    assert request(after(MENU, Digits("4"))) == ReadDetails(Grant("somebody", GRANT.level))
    assert request(after(told(ALL), Digits("1"))) == ReadDetails(GRANT)
    assert request(after(told(ALL), NoInput(), NoInput(), NoInput(), Digits("#"))) == ReadDetails(GRANT)


@pytest.mark.parametrize("event", [NoInput(), Digits("2"), Digits("7")])
def test_silence_and_keys_go_on_to_the_next_page(event: Event) -> None:
    pages = [heard(after(told(ALL), *[event] * page)) for page in range(3)]
    assert pages == [
        ["as-of", "balance-open", "cash"],
        ["arrears", "due", "limit", "registered"],
        ["payment", "payment", "payment"],
    ]


def test_what_is_not_known_is_left_out() -> None:
    assert heard(told(BARE)) == ["due-not-yet"]
    assert told(BARE).pages == 1
    assert heard(told(PAYING_DOWN)) == ["balance", "registered-not-yet"]


def test_after_the_last_page_comes_a_menu_with_texts() -> None:
    menu = after(told(ALL), *[NoInput()] * 3)
    assert menu == DetailsMenu(CONTEXT, Hint.SILENT, 1, may_pay=True)
    assert after(menu, NoInput(), NoInput()).reason is Reason.NOT_UNDERSTOOD


def test_a_call_back_can_be_asked_for() -> None:
    """After the last page, and in the menu; the fourth key where it can be paid, the third where not."""
    last = after(told(ALL), *[NoInput()] * 2)
    for state, key in ((last, "4"), (after(last, NoInput()), "4"), (told(BARE), "3")):
        asking = after(state, Digits(key))
        assert request(asking) == AskCallBack(GRANT, Queue.GENERAL, Reason.ASKED)
        for failure in (Refused(), NoNumber(), ServiceFailed()):
            assert after(asking, failure).reason is Reason.FAILURE


def test_ways_out() -> None:
    for state in (told(ALL), told(BARE), after(told(BARE), NoInput())):
        assert isinstance(after(state, Digits("*")), ReadingSummary)
        assert after(state, Digits("0")).reason is Reason.ASKED
        assert after(state, Digits("9")) == Goodbye(CONTEXT, Farewell.ENDED)


@pytest.mark.parametrize("answer", [Refused(), ServiceFailed()])
def test_where_nothing_can_be_told_a_person_helps(answer: Event) -> None:
    assert after(MENU, Digits("4"), answer).reason is Reason.FAILURE
