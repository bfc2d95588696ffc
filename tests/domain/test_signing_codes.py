"""Codes that sign: bound to one agreement of one caller, counted like any other, good once and for minutes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.disclosure import Fact, Grant
from domain.requests import (
    CheckCode,
    CodeSent,
    CodeWrong,
    ReadTerms,
    Refused,
    ResendTooSoon,
    SignAgreement,
    StartSigning,
)
from domain.verification import Level
from storage import demo
from tests.domain.line import Line, SettableClock
from tests.domain.signing import (
    Applicant,
    application_of,
)


def test_a_wrong_code_leaves_a_try_and_three_of_a_call_are_the_end(ready: Applicant) -> None:
    ready.gets_a_code()
    wrong = ready.caller.wrong_code
    assert [ready.keys(wrong) for _ in range(3)] == [CodeWrong(), CodeWrong(), Refused()]
    assert ready.keys(ready.caller.newest_code) == Refused()
    assert ready.says_yes() == Refused()


def test_wrong_codes_of_the_verification_count_here_too(line: Line) -> None:
    caller = line.call("call")
    caller.identifies_as(demo.PEOPLE["applicant-ready"].national_number.digits)
    assert caller.keys(caller.wrong_code) == CodeWrong()
    accepted = caller.keys(caller.newest_code)
    ready = Applicant(caller, accepted.grant)  # type: ignore[union-attr] # it was the right one
    ready.gets_a_code()
    assert [ready.keys(ready.caller.wrong_code) for _ in range(2)] == [CodeWrong(), Refused()]


def test_a_code_that_signs_is_good_for_five_minutes(clock: SettableClock, ready: Applicant) -> None:
    ready.gets_a_code()
    clock.advance(timedelta(minutes=5, seconds=1))
    assert ready.keys(ready.caller.newest_code) == Refused()


def test_another_code_names_its_purpose_again_and_signs(clock: SettableClock, line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    assert ready.caller.asks_for_another_code() == ResendTooSoon()
    clock.advance(timedelta(seconds=30))
    assert isinstance(ready.caller.asks_for_another_code(), CodeSent)
    assert line.messages()[-1].wording == "text-code-signing"
    assert ready.keys(ready.caller.newest_code) != Refused()
    assert application_of(line).account is not None


def test_a_person_gets_four_codes_to_sign_with_in_an_hour(ready: Applicant) -> None:
    ready.gets_a_code()
    answers = [ready.says_yes() for _ in range(4)]
    assert [isinstance(answer, CodeSent) for answer in answers] == [True, True, True, False]


def test_the_code_of_one_agreement_signs_no_other(line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)
    assert ready.caller.asks(replace(request, agreement="0" * 64)) == Refused()
    assert application_of(line).account is None


def test_the_code_that_verified_does_not_sign_and_the_one_that_signs_does_not_verify(ready: Applicant) -> None:
    verifying, code = ready.caller.challenge, ready.caller.newest_code
    ready.hears_terms()
    assert ready.caller.asks(SignAgreement(ready.grant, ready.agreement, ready.spoken, verifying, code)) == Refused()
    ready.says_yes()
    assert ready.caller.asks(CheckCode(ready.caller.challenge, ready.caller.newest_code)) == Refused()


@pytest.mark.parametrize(
    "ask",
    [
        lambda grant, _: ReadTerms(grant),
        lambda grant, ready: StartSigning(grant, ready.agreement, ready.spoken),
        lambda grant, ready: replace(ready.signing(ready.caller.newest_code), grant=grant),
    ],
)
def test_somebody_elses_grant_opens_nothing(ready: Applicant, ask: Callable[[Grant, Applicant], ReadTerms]) -> None:
    ready.gets_a_code()
    for grant in (Grant("demo-01", Level.VERIFIED), replace(ready.grant, level=Level.STRONG)):
        assert ready.caller.asks(ask(grant, ready)) == Refused()


def test_the_same_turn_again_gets_the_same_answer(line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)
    assert ready.caller.asks(request) == ready.caller.asks_again(request) == ready.caller.asks_again(request)
    assert ready.caller.asks_again(replace(request, code=ready.caller.wrong_code)) == Refused()
    assert len([d for d in line.disclosures() if Fact.NEW_ACCOUNT in d.facts]) == 1


def test_the_same_code_in_a_later_turn_finds_it_signed(ready: Applicant) -> None:
    ready.gets_a_code()
    code = ready.caller.newest_code
    assert ready.keys(code) == ready.keys(code)
