"""Codes and tries: levels of the security reference, each rule by the calls that would break it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.disclosure import Grant
from domain.identifiers import CustomerNumber
from domain.journey import CustomerSummary
from domain.requests import (
    CodeAccepted,
    CodeSent,
    CodeWrong,
    DomainAnswer,
    OffersRead,
    ReadOffers,
    ReadSummary,
    Refused,
    ResendTooSoon,
    SummaryRead,
)
from domain.verification import Challenge, Level, Verdict, VerificationLimits, WrongCodes, judge
from storage import demo
from tests.domain.line import NOON, Caller, Line, SettableClock

BERIT = demo.PEOPLE["customer-open"]
NOBODY = demo.IN_NO_TABLE.digits


@pytest.fixture
def berit(line: Line) -> Caller:
    """A customer with an open account who has been sent a code."""
    caller = line.call("berit")
    assert isinstance(caller.identifies_as(BERIT.national_number.digits), CodeSent)
    return caller


@pytest.fixture
def stranger(line: Line) -> Caller:
    """Somebody in no table, who hears the same."""
    caller = line.call("stranger")
    assert isinstance(caller.identifies_as(NOBODY), CodeSent)
    return caller


def test_the_right_code_opens_the_figures(berit: Caller) -> None:
    answer = berit.keys(berit.newest_code)
    assert isinstance(answer, CodeAccepted)
    summary = answer.summary.open(answer.grant)
    assert isinstance(summary, CustomerSummary)
    assert (summary.credit_limit.amount, summary.available.amount) == (Decimal(50000), Decimal("37654.50"))


def test_the_code_is_for_the_person_on_record(line: Line, berit: Caller) -> None:
    assert berit.newest_code.isdigit()
    assert [message.recipient for message in line.messages()] == [BERIT.ref]


@pytest.mark.parametrize("digits", ["8507099805", "10000001"])
def test_ten_digits_and_the_customer_number_lead_to_the_same_person(line: Line, digits: str) -> None:
    line.call("berit").identifies_as(digits)
    assert line.messages()[0].recipient == BERIT.ref


def test_a_code_is_good_once(berit: Caller) -> None:
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)
    assert berit.keys(berit.newest_code) == Refused()


def test_a_code_is_good_for_ten_minutes(clock: SettableClock, berit: Caller) -> None:
    clock.advance(timedelta(minutes=10))
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


@pytest.mark.parametrize("step", [timedelta(minutes=2), timedelta(days=1)])
def test_a_code_that_a_wrong_clock_has_timed_ahead_of_now_is_refused(
    clock: SettableClock, berit: Caller, step: timedelta
) -> None:
    clock.advance(-step)
    assert berit.keys(berit.newest_code) == Refused()


def test_a_code_from_a_machine_whose_clock_is_a_little_ahead_is_good(clock: SettableClock, berit: Caller) -> None:
    clock.advance(timedelta(seconds=-30))
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


def test_a_clock_that_is_set_back_holds_up_no_new_code(clock: SettableClock, berit: Caller) -> None:
    clock.advance(timedelta(days=-1))
    assert isinstance(berit.asks_for_another_code(), CodeSent)


def test_a_code_is_refused_after_ten_minutes(clock: SettableClock, berit: Caller) -> None:
    clock.advance(timedelta(minutes=10, seconds=1))
    assert berit.keys(berit.newest_code) == Refused()


def test_the_third_wrong_code_of_a_call_ends_it(berit: Caller) -> None:
    answers = [berit.keys(berit.wrong_code) for _ in range(3)]
    assert answers == [CodeWrong(), CodeWrong(), Refused()]
    assert berit.keys(berit.newest_code) == Refused()


def test_another_code_resets_neither_count(clock: SettableClock, line: Line, berit: Caller) -> None:
    berit.keys(berit.wrong_code)
    berit.keys(berit.wrong_code)
    clock.advance(timedelta(seconds=30))
    assert isinstance(berit.asks_for_another_code(), CodeSent)
    with line.transactions.begin() as work:
        challenge = work.challenges.lock(berit.challenge)
    assert challenge is not None
    assert challenge.wrong_codes == 2
    assert berit.keys(berit.wrong_code) == Refused()


@pytest.mark.parametrize(
    ("wrong_in_call", "wrong_for_code", "wrong_for_identifier", "is_right", "verdict"),
    [
        (0, 0, 0, True, Verdict.ACCEPTED),
        (2, 4, 4, True, Verdict.ACCEPTED),
        (3, 0, 0, True, Verdict.SPENT),
        (0, 5, 0, True, Verdict.SPENT),
        (0, 0, 5, True, Verdict.SPENT),
        (0, 0, 0, False, Verdict.WRONG),
        (1, 3, 3, False, Verdict.WRONG),
        (2, 0, 0, False, Verdict.SPENT),
        (0, 4, 0, False, Verdict.SPENT),
        (0, 0, 4, False, Verdict.SPENT),
    ],
)
def test_three_wrong_in_a_call_or_five_for_a_code_or_an_identifier_are_the_end(
    wrong_in_call: int, wrong_for_code: int, wrong_for_identifier: int, is_right: bool, verdict: Verdict
) -> None:
    """Security reference: wrong codes 3 per call and 5 per code over all calls."""
    challenge = Challenge("call.1", "call", BERIT.ref, b"", b"", NOON, wrong_for_code)
    found = judge(
        challenge,
        is_right=is_right,
        wrong=WrongCodes(wrong_in_call, wrong_for_identifier, 0, of_source=0, source_limit=20, in_all=0),
        now=NOON,
        limits=VerificationLimits(),
    )
    assert found is verdict


def test_identifying_again_does_not_reset_the_count(berit: Caller) -> None:
    for _ in range(3):
        berit.keys(berit.wrong_code)
    assert berit.identifies_as(BERIT.national_number.digits) == Refused()


def test_another_code_too_soon_is_put_off(clock: SettableClock, line: Line, berit: Caller) -> None:
    clock.advance(timedelta(seconds=29))
    assert berit.asks_for_another_code() == ResendTooSoon()
    assert len(line.messages()) == 1


def test_another_code_takes_the_place_of_the_first(clock: SettableClock, berit: Caller) -> None:
    first = berit.newest_code
    clock.advance(timedelta(seconds=30))
    berit.asks_for_another_code()
    if first != berit.newest_code:  # one time in a million both are the same
        assert berit.keys(first) == CodeWrong()
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


def test_the_code_of_another_call_is_refused(line: Line, berit: Caller) -> None:
    thief = line.call("thief")
    thief.identifies_as(BERIT.national_number.digits)
    thief.challenge = berit.challenge
    assert thief.keys(berit.newest_code) == Refused()
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


def test_another_code_for_another_call_is_refused(clock: SettableClock, line: Line, berit: Caller) -> None:
    thief = line.call("thief")
    thief.identifies_as(NOBODY)
    thief.challenge = berit.challenge
    clock.advance(timedelta(seconds=30))
    assert thief.asks_for_another_code() == Refused()


def test_a_decoy_is_sent_to_nobody_and_never_accepted(line: Line, stranger: Caller) -> None:
    assert [message.recipient for message in line.messages()] == [None]
    assert stranger.keys(stranger.newest_code) == CodeWrong()
    assert line.disclosures() == []


def test_the_known_and_the_unknown_are_answered_alike(clock: SettableClock, berit: Caller, stranger: Caller) -> None:
    def both(ask: Callable[[Caller], DomainAnswer]) -> set[str]:
        return {type(ask(caller)).__name__ for caller in (berit, stranger)}

    assert both(Caller.asks_for_another_code) == {"ResendTooSoon"}
    assert both(lambda caller: caller.keys(caller.wrong_code)) == {"CodeWrong"}
    clock.advance(timedelta(seconds=30))
    assert both(Caller.asks_for_another_code) == {"CodeSent"}
    assert both(lambda caller: caller.keys(caller.wrong_code)) == {"CodeWrong"}
    assert both(lambda caller: caller.keys(caller.wrong_code)) == {"Refused"}


def test_a_customer_number_in_no_table_is_answered_alike(line: Line) -> None:
    assert isinstance(line.call("stranger").identifies_as("99999999"), CodeSent)
    assert line.messages()[0].recipient is None


def test_the_summary_is_read_again_for_the_verified(line: Line, berit: Caller) -> None:
    accepted = berit.keys(berit.newest_code)
    assert isinstance(accepted, CodeAccepted)
    assert berit.asks(ReadSummary(accepted.grant)) == SummaryRead(accepted.summary)
    assert [disclosure.key.turn for disclosure in line.disclosures()] == [2, 3]
    assert {disclosure.person for disclosure in line.disclosures()} == {BERIT.ref}


def test_a_grant_that_the_checkpoint_does_not_know_opens_nothing(line: Line, berit: Caller) -> None:
    assert berit.asks(ReadSummary(Grant(BERIT.ref, Level.VERIFIED))) == Refused()
    assert line.disclosures() == []


def test_identifying_as_somebody_else_gives_up_what_was_verified(berit: Caller) -> None:
    accepted = berit.keys(berit.newest_code)
    assert isinstance(accepted, CodeAccepted)
    berit.identifies_as(CustomerNumber("10000002").digits)
    assert berit.asks(ReadSummary(accepted.grant)) == Refused()


def test_anybody_may_hear_the_open_offers(line: Line) -> None:
    answer = line.call("anybody").asks(ReadOffers())
    assert isinstance(answer, OffersRead)
    assert [offer.profile for offer in answer.offers] == ["kontotyp-1", "kontotyp-3"]
