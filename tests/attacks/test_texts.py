"""Strangers neither stop the messages of others nor have the line write and call where that costs.

Played against the domain; `texts.py` plays it over HTTP.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from domain.identifiers import PhoneNumber
from domain.requests import (
    AskCallBack,
    CodeSent,
    LinkSent,
    NoNumber,
    Refused,
    SendLink,
    SendText,
    TextSent,
    Topic,
)
from domain.verification import VerificationLimits
from storage import demo
from tests.domain.conftest import demo_line
from tests.domain.line import Line, SettableClock
from tests.domain.numbers import COSTLY_OR_ELSEWHERE
from tests.domain.signing import Applicant, verified

FEW = VerificationLimits(codes_in_all=8, signing_codes_in_all=4, texts_in_all=5, links_in_all=6, call_backs_in_all=3)
BERIT = demo.PEOPLE["customer-open"]
HERS = BERIT.phone.e164 if BERIT.phone else ""
names = count()


def stranger(line: Line, number: str | None = None) -> Callable[..., object]:
    return line.call(f"stranger-{next(names)}", number or f"+4673{next(names):07}").asks


def take_all_links(line: Line) -> None:
    while stranger(line)(SendLink()) == LinkSent():
        pass


def take_all_call_backs(line: Line) -> None:
    asking = AskCallBack(None, "general", "asked")
    while stranger(line)(asking) != Refused():
        pass


def take_all_codes(line: Line) -> None:
    """Of people whose numbers somebody knows, from ever new numbers."""
    for person in demo.PEOPLE.values():
        line.call(f"stranger-{next(names)}", f"+4673{next(names):07}").identifies_as(person.national_number.digits)
    assert sum(message.wording == "text-code" for message in line.messages()) >= FEW.codes_in_all


def take_all_texts(line: Line) -> None:
    """A customer may, who has a code."""
    customer = verified(line, "customer-paydown", "greedy")
    while customer.caller.asks(SendText(customer.grant, Topic.SUMMARY)) == TextSent():
        pass


@pytest.fixture
def line() -> Line:
    return replace(demo_line(SettableClock()), limits=FEW)


@pytest.fixture
def ready(line: Line) -> Applicant:
    """Who has identified before the attack, and has heard the terms."""
    applicant = verified(line, "applicant-ready", "ready")
    applicant.hears_terms()
    return applicant


ATTACKS = [take_all_links, take_all_call_backs, take_all_codes, take_all_texts]


@pytest.mark.parametrize("attack", ATTACKS)
def test_codes_that_sign_leave_whatever_strangers_have_used_up(
    line: Line, ready: Applicant, attack: Callable[[Line], None]
) -> None:
    attack(line)
    assert isinstance(ready.says_yes(), CodeSent)
    assert line.messages()[-1].recipient == demo.PEOPLE["applicant-ready"].ref


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack is not take_all_codes])
def test_codes_that_verify_leave_whatever_else_strangers_have_used_up(
    line: Line, attack: Callable[[Line], None]
) -> None:
    attack(line)
    line.call("berit").identifies_as(BERIT.national_number.digits)
    assert line.messages()[-1].recipient == BERIT.ref


def test_links_and_texts_leave_when_all_codes_are_used_up(line: Line, ready: Applicant) -> None:
    take_all_codes(line)
    assert stranger(line)(SendLink()) == LinkSent()
    assert ready.caller.asks(SendText(ready.grant, Topic.SUMMARY)) == TextSent()


def test_a_thousand_calls_about_nobody_leave_everybody_their_code(line: Line) -> None:
    """They take none of what all have together."""
    for number in range(1_000):
        line.call(f"nobody-{number}").identifies_as(f"{number:08}")
    line.call("berit").identifies_as(BERIT.national_number.digits)
    assert line.messages()[-1].recipient == BERIT.ref


def test_a_stranger_gets_three_codes_sent_to_a_person_who_then_gets_two_more(line: Line) -> None:
    for _ in range(20):
        line.call(f"stranger-{next(names)}", f"+4673{next(names):07}").identifies_as(BERIT.national_number.digits)
    by_strangers = [message for message in line.messages() if message.recipient]
    hers = [line.call(f"berit-{number}", HERS).identifies_as(BERIT.customer_number.digits) for number in range(4)]
    assert all(isinstance(answer, CodeSent) for answer in hers), "the same words in every case"
    assert (len(by_strangers), sum(message.recipient is not None for message in line.messages())) == (3, 5)


@pytest.mark.parametrize("number", COSTLY_OR_ELSEWHERE.values(), ids=COSTLY_OR_ELSEWHERE)
def test_nothing_is_sent_or_called_where_it_costs(line: Line, number: str) -> None:
    assert PhoneNumber.parse(number), "it is one, so the caller's number is looked at"
    assert stranger(line, number)(SendLink()) == NoNumber()
    assert stranger(line, number)(AskCallBack(None, "general", "asked")) == NoNumber()
