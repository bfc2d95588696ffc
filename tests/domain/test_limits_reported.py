"""Each limit over all calls that stops something is reported, by its kind, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.limits import Counted
from domain.requests import AskCallBack, SendLink, SendText, Topic
from domain.verification import VerificationLimits
from storage import demo
from tests.domain.conftest import demo_line
from tests.domain.line import Caller, Line, SettableClock
from tests.domain.signing import verified

BERIT = demo.PEOPLE["customer-open"]
HERE, THERE = "+46701740680", "+46701740681"


def one(limit: str) -> VerificationLimits:
    """Of this one; the others as they are."""
    own: dict[str, Any] = {limit: 1}
    return VerificationLimits(**own)


def starts(line: Line, call: str, digits: str = BERIT.national_number.digits, number: str | None = None) -> Caller:
    caller = line.call(call, number)
    caller.identifies_as(digits)
    return caller


def begins_twice(line: Line) -> None:
    for call in ("one", "two"):
        starts(line, call, number=HERE)


def guesses_twice(line: Line) -> None:
    caller = starts(line, "one")
    for _ in range(2):
        caller.keys(caller.wrong_code)


def signs_twice(line: Line) -> None:
    applicant = verified(line, "applicant-ready")
    applicant.hears_terms()
    for _ in range(2):
        applicant.says_yes()


def has_two_texts(line: Line) -> None:
    customer = verified(line, "customer-open")
    for _ in range(2):
        customer.caller.asks(SendText(customer.grant, Topic.SUMMARY))


def has_two_links(line: Line) -> None:
    for call in ("one", "two"):
        line.call(call, HERE).asks(SendLink())


def is_called_back_twice(line: Line) -> None:
    for call in ("one", "two"):
        line.call(call, HERE).asks(AskCallBack(None, "general", "asked"))


@pytest.mark.parametrize(
    ("setting", "act", "limits"),
    [
        ("starts_per_caller", begins_twice, {Counted.STARTS_BY_CALLER}),
        ("starts_per_identifier", begins_twice, {Counted.STARTS_BY_IDENTIFIER}),
        ("wrong_codes_per_person", guesses_twice, {Counted.WRONG_CODES, Counted.WRONG_CODES_BY_IDENTIFIER}),
        ("wrong_codes_withheld", guesses_twice, {Counted.WRONG_CODES_OF_SOURCE}),
        ("wrong_codes_alarm", guesses_twice, {Counted.WRONG_CODES_IN_ALL}),
        ("codes_per_person", begins_twice, {Counted.CODES_FROM_ELSEWHERE}),
        ("codes_in_all", begins_twice, {Counted.CODES_IN_ALL}),
        ("signing_codes_per_person", signs_twice, {Counted.SIGNING_CODES_TO_PERSON}),
        ("signing_codes_in_all", signs_twice, {Counted.SIGNING_CODES_IN_ALL}),
        ("texts_per_person", has_two_texts, {Counted.TEXTS_TO_PERSON}),
        ("texts_in_all", has_two_texts, {Counted.TEXTS_IN_ALL}),
        ("links_per_caller", has_two_links, {Counted.LINKS_BY_CALLER}),
        ("links_in_all", has_two_links, {Counted.LINKS_IN_ALL}),
        ("call_backs_per_caller", is_called_back_twice, {Counted.CALL_BACKS_BY_CALLER}),
        ("call_backs_in_all", is_called_back_twice, {Counted.CALL_BACKS_IN_ALL}),
    ],
)
def test_a_limit_of_one_that_is_met_twice_is_reported(
    clock: SettableClock, setting: str, act: Callable[[Line], None], limits: set[Counted]
) -> None:
    reports: list[Counted] = []
    line = replace(demo_line(clock), limits=one(setting), report_limit=reports.append)
    act(line)
    assert set(reports) == limits


@pytest.mark.parametrize(
    "act", [begins_twice, guesses_twice, signs_twice, has_two_texts, has_two_links, is_called_back_twice]
)
def test_below_the_limits_nothing_is_reported(clock: SettableClock, act: Callable[[Line], None]) -> None:
    reports: list[Counted] = []
    act(replace(demo_line(clock), report_limit=reports.append))
    assert reports == []


def test_a_second_link_in_one_call_reaches_no_limit(clock: SettableClock) -> None:
    reports: list[Counted] = []
    caller = replace(demo_line(clock), report_limit=reports.append).call("one", HERE)
    caller.asks(SendLink())
    caller.asks(SendLink())
    assert reports == []


def test_known_and_unknown_reach_the_same_limits(clock: SettableClock) -> None:
    reports: dict[str, list[Counted]] = {}
    for digits in (BERIT.national_number.digits, demo.IN_NO_TABLE.digits):
        line = replace(demo_line(clock), report_limit=reports.setdefault(digits, []).append)
        for call in range(8):
            starts(line, f"{call}", digits)
    known, unknown = reports.values()
    assert known == unknown
    assert set(known) == {Counted.CODES_FROM_ELSEWHERE, Counted.STARTS_BY_IDENTIFIER}
