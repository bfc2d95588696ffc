"""The link to apply with: to the number that a call comes from, few times, and the same for everybody's number."""

from dataclasses import replace

import pytest

from domain.identifiers import PhoneNumber
from domain.limits import WINDOW
from domain.messages import Message
from domain.requests import LinkSent, NoNumber, OffersRead, ReadOffers, Refused, SendLink
from domain.verification import VerificationLimits
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.numbers import COSTLY_OR_ELSEWHERE

ELSEWHERE = "+46701740680"
LANDLINE = "+46313900600"
BERITS = demo.PEOPLE["customer-open"].phone


@pytest.mark.parametrize("number", [ELSEWHERE, BERITS.e164 if BERITS else ""])
def test_the_link_goes_to_the_number_that_calls_whoever_it_is(line: Line, number: str) -> None:
    assert line.call("call", number).asks(SendLink()) == LinkSent()
    words = {"lender": "Demo Credit", "url": "https://apply.example/"}
    [sent] = line.messages()
    assert sent == Message("link:call", None, "en-GB", "text-link", words, NOON, number=PhoneNumber(number))
    assert list(line.disclosures()) == []


def test_without_a_number_that_takes_texts_no_link_is_sent(line: Line) -> None:
    assert line.call("withheld").asks(SendLink()) == NoNumber()
    assert line.call("ours", ELSEWHERE, is_inbound=False).asks(SendLink()) == NoNumber()
    assert line.call("landline", LANDLINE).asks(SendLink()) == NoNumber()
    assert list(line.messages()) == []


@pytest.mark.parametrize("number", COSTLY_OR_ELSEWHERE.values(), ids=COSTLY_OR_ELSEWHERE)
def test_no_link_leaves_the_country_or_goes_where_it_costs_more(line: Line, number: str) -> None:
    assert line.call("call", number).asks(SendLink()) == NoNumber()
    assert list(line.messages()) == []


def test_a_turn_delivered_twice_and_a_second_wish_in_one_call_send_one_link(line: Line) -> None:
    one = replace(line, limits=VerificationLimits(links_per_caller=1, links_in_all=1))
    caller = one.call("call", ELSEWHERE)
    assert [caller.asks(SendLink()), caller.asks_again(SendLink()), caller.asks(SendLink())] == [LinkSent()] * 3
    assert len(one.messages()) == 1


def test_a_number_gets_three_in_an_hour(line: Line) -> None:
    answers = [line.call(f"call-{number}", ELSEWHERE).asks(SendLink()) for number in range(4)]
    assert answers == [LinkSent(), LinkSent(), LinkSent(), Refused()]
    assert line.call("another", "+46701740681").asks(SendLink()) == LinkSent()
    line.clock.advance(WINDOW)
    assert line.call("later", ELSEWHERE).asks(SendLink()) == LinkSent()


def test_what_was_refused_is_not_said_to_be_sent_when_it_is_asked_for_again(line: Line) -> None:
    none = replace(line, limits=VerificationLimits(links_in_all=0))
    caller = none.call("call", ELSEWHERE)
    assert [caller.asks(SendLink()), caller.asks(SendLink())] == [Refused(), Refused()]


@pytest.mark.parametrize("digits", [demo.PEOPLE["customer-open"].national_number.digits, demo.IN_NO_TABLE.digits])
def test_how_many_links_are_left_tells_nobody_whether_a_code_left(line: Line, digits: str) -> None:
    """Else whoever fills the budget but for one, and begins once, sees by one link more whether somebody is known."""
    few = replace(line, limits=VerificationLimits(links_in_all=2))
    few.call("first", ELSEWHERE).asks(SendLink())
    few.call("second").identifies_as(digits)
    assert few.call("third", "+46701740681").asks(SendLink()) == LinkSent()
    assert few.call("fourth", "+46701740682").asks(SendLink()) == Refused()


def test_strangers_on_a_customers_number_take_none_of_the_customers_messages(line: Line) -> None:
    one = replace(line, limits=VerificationLimits(codes_per_person=1, links_per_caller=1))
    assert BERITS is not None
    one.call("spoofed", BERITS.e164).asks(SendLink())
    caller = one.call("call")
    caller.identifies_as(demo.PEOPLE["customer-open"].national_number.digits)
    assert [message.recipient for message in one.messages()] == [None, demo.PEOPLE["customer-open"].ref]


@pytest.mark.parametrize("url", ["https://apply.example/", ""])
def test_a_link_is_offered_where_there_is_somewhere_to_apply(line: Line, url: str) -> None:
    told = replace(line, apply_url=url).call("call").asks(ReadOffers())
    assert isinstance(told, OffersRead)
    assert told.may_apply is bool(url)


def test_no_link_is_sent_where_there_is_nowhere_to_apply(line: Line) -> None:
    assert replace(line, apply_url="").call("call", ELSEWHERE).asks(SendLink()) == Refused()
