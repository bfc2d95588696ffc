"""Limits over all calls, on memory and SQL alike: security reference, "An identifier is not authentication"."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import chain, count, cycle

import pytest

from domain.errors import Unavailable
from domain.identifiers import CustomerNumber
from domain.limits import DAY, WINDOW
from domain.requests import CodeAccepted, CodeSent, CodeWrong, DomainAnswer, NoCodes, Refused, ResendTooSoon
from domain.services.verify_online import OnlineVerification
from domain.verification import VerificationLimits
from storage import demo
from tests.domain.line import Line, SettableClock

BERIT, OTHERS = demo.PEOPLE["customer-open"], [person for key, person in demo.PEOPLE.items() if key != "customer-open"]
NUMBER, CUSTOMER_NUMBER = BERIT.national_number.digits, BERIT.customer_number.digits
NOBODY = demo.IN_NO_TABLE.digits
HOME, WORK = "+46701740680", "+46701740681"
LATER = WINDOW + timedelta(seconds=1)

names = count()


MANY = 10**6
FREE = VerificationLimits(
    starts_per_caller=MANY,
    starts_per_identifier=MANY,
    wrong_codes_per_person=MANY,
    codes_per_person=MANY,
    codes_in_all=MANY,
    wrong_codes_withheld=MANY,
    wrong_codes_alarm=MANY,
)
"""Nothing is limited over all calls."""


def start(line: Line, digits: str, number: str | None = None) -> DomainAnswer:
    """In a call of its own."""
    return line.call(f"call-{next(names)}", number).identifies_as(digits)


def starts(line: Line, digits: Sequence[str], number: str | None = None) -> list[bool]:
    """Which of them began."""
    return [isinstance(start(line, one, number), CodeSent) for one in digits]


def sent(line: Line) -> int:
    return sum(message.recipient is not None for message in line.messages())


def test_ten_starts_an_hour_from_one_number(line: Line, clock: SettableClock) -> None:
    strangers = [f"{number:08}" for number in range(11)]
    assert starts(line, strangers, HOME) == [True] * 10 + [False]
    assert isinstance(start(line, NOBODY, WORK), CodeSent)
    clock.advance(LATER)
    assert isinstance(start(line, NOBODY, HOME), CodeSent)


def test_withheld_numbers_share_no_count(line: Line) -> None:
    assert all(starts(line, [f"{number:08}" for number in range(20)]))


@pytest.mark.parametrize("digits", [NUMBER, NOBODY, "99999999"])
def test_six_starts_an_hour_for_one_identifier_in_a_table_or_not(line: Line, clock: SettableClock, digits: str) -> None:
    assert starts(line, [digits] * 7) == [True] * 6 + [False]
    clock.advance(LATER)
    assert isinstance(start(line, digits), CodeSent)


def test_ten_keyed_digits_count_with_the_twelve_that_they_mean(line: Line) -> None:
    assert starts(line, [NUMBER, NUMBER[2:]] * 3 + [NUMBER[2:]]) == [True] * 6 + [False]


def test_three_starts_in_one_call(line: Line) -> None:
    caller = line.call("one")
    answers = [caller.identifies_as(person.national_number.digits) for person in OTHERS[:4]]
    assert [isinstance(answer, CodeSent) for answer in answers] == [True, True, True, False]


def test_what_is_refused_uses_up_nothing_of_others(line: Line) -> None:
    """A number without starts cannot spend those of a customer."""
    starts(line, [f"{number:08}" for number in range(10)], HOME)
    assert not any(starts(line, [NUMBER] * 20, HOME))
    assert isinstance(start(line, NUMBER, WORK), CodeSent)
    assert sent(line) == 1


def test_three_codes_an_hour_to_one_person_by_either_number(line: Line, clock: SettableClock) -> None:
    """The fourth start hears the same and is sent nothing."""
    assert all(starts(line, [NUMBER, CUSTOMER_NUMBER, NUMBER, CUSTOMER_NUMBER, NUMBER]))
    assert (sent(line), len(line.messages())) == (3, 5)
    clock.advance(LATER)
    start(line, NUMBER)
    assert sent(line) == 4


HERS = BERIT.phone.e164 if BERIT.phone else ""


def test_a_person_whose_phone_on_record_calls_gets_two_codes_more(line: Line, clock: SettableClock) -> None:
    """Whoever calls from elsewhere cannot take them; the words are the same."""
    line = replace(line, limits=replace(FREE, codes_per_person=3))
    assert all(starts(line, [NUMBER] * 4, HOME))
    assert sent(line) == 3
    assert all(starts(line, [NUMBER, CUSTOMER_NUMBER, NUMBER], HERS))
    assert sent(line) == 5
    clock.advance(LATER)
    starts(line, [NUMBER] * 6, HERS)
    assert sent(line) == 10


def test_codes_to_the_phone_that_calls_leave_three_for_elsewhere_and_five_are_all(line: Line) -> None:
    line = replace(line, limits=replace(FREE, codes_per_person=3))
    starts(line, [NUMBER] * 2, HERS)
    starts(line, [NUMBER] * 4, HOME)
    assert sent(line) == 5
    starts(line, [NUMBER], HERS)
    assert sent(line) == 5


def test_somebody_elses_phone_on_record_is_elsewhere(line: Line) -> None:
    line = replace(line, limits=replace(FREE, codes_per_person=1))
    other = OTHERS[0].phone
    starts(line, [NUMBER] * 3, other.e164 if other else "")
    assert sent(line) == 1


def test_a_call_that_we_placed_to_the_phone_on_record_is_elsewhere(line: Line) -> None:
    line = replace(line, limits=replace(FREE, codes_per_person=1))
    for _ in range(3):
        line.call(f"call-{next(names)}", HERS, is_inbound=False).identifies_as(NUMBER)
    assert sent(line) == 1


def test_a_code_sent_again_to_the_phone_that_calls_counts_there_too(line: Line, clock: SettableClock) -> None:
    caller = line.call("berit", HERS)
    caller.identifies_as(NUMBER)
    for _ in range(6):
        clock.advance(timedelta(seconds=30))
        assert isinstance(caller.asks_for_another_code(), CodeSent)
    assert sent(line) == 5


def test_a_code_that_is_sent_again_counts_as_a_message(line: Line, clock: SettableClock) -> None:
    caller = line.call("berit")
    caller.identifies_as(NUMBER)
    for _ in range(4):
        clock.advance(timedelta(seconds=30))
        assert isinstance(caller.asks_for_another_code(), CodeSent)
    assert (sent(line), len(line.messages())) == (3, 5)


def test_a_code_that_is_sent_to_nobody_leaves_the_last_one_good(line: Line, clock: SettableClock) -> None:
    caller = line.call("berit")
    caller.identifies_as(NUMBER)
    for _ in range(4):
        clock.advance(timedelta(seconds=30))
        caller.asks_for_another_code()
    last_sent = [message for message in line.messages() if message.recipient][-1]
    assert isinstance(caller.keys(str(last_sent.values["code"])), CodeAccepted)


def test_codes_in_all_are_bounded_and_whoever_asks_for_one_more_is_told(line: Line, clock: SettableClock) -> None:
    """Decoys take none of them, else strangers would use them up; and they hear what everybody hears."""
    line = replace(line, limits=replace(FREE, codes_in_all=5))
    starts(line, [NOBODY] * 10)
    assert all(starts(line, [person.national_number.digits for person in OTHERS[:5]]))
    assert [start(line, digits) for digits in (NUMBER, NOBODY)] == [NoCodes()] * 2
    assert sent(line) == 5
    clock.advance(LATER)
    start(line, NUMBER)
    assert sent(line) == 6


def test_another_code_is_not_promised_where_none_leaves_for_anybody(line: Line, clock: SettableClock) -> None:
    line = replace(line, limits=replace(FREE, codes_in_all=1))
    callers = [line.call("stranger"), line.call("berit")]
    assert [type(caller.identifies_as(digits)) for caller, digits in zip(callers, (NOBODY, NUMBER), strict=True)] == [
        CodeSent,
        CodeSent,
    ]
    clock.advance(timedelta(seconds=30))
    assert [caller.asks_for_another_code() for caller in callers] == [NoCodes()] * 2
    assert isinstance(callers[1].keys(callers[1].newest_code), CodeAccepted)


def guess(line: Line, digits: str, codes: int) -> list[DomainAnswer]:
    """Wrong ones, in a call of their own."""
    caller = line.call(f"call-{next(names)}")
    answer = caller.identifies_as(digits)
    return [caller.keys(caller.wrong_code) for _ in range(codes)] if isinstance(answer, CodeSent) else [answer]


@pytest.mark.parametrize("digits", [NUMBER, NOBODY])
def test_five_wrong_codes_over_all_calls_then_no_start(line: Line, clock: SettableClock, digits: str) -> None:
    assert guess(line, digits, 3) == [CodeWrong(), CodeWrong(), Refused()]
    assert guess(line, digits, 2) == [CodeWrong(), Refused()]
    assert guess(line, digits, 1) == [Refused()]
    clock.advance(LATER)
    assert guess(line, digits, 1) == [CodeWrong()]


def test_not_even_the_right_code_is_looked_at_after_five_wrong_ones(line: Line) -> None:
    berit = line.call("berit")
    berit.identifies_as(NUMBER)
    guess(line, CUSTOMER_NUMBER, 3)
    guess(line, CUSTOMER_NUMBER, 2)
    assert berit.keys(berit.newest_code) == CodeWrong(), "as a decoy's"


def test_wrong_codes_on_one_number_of_a_person_are_not_heard_on_the_other(line: Line) -> None:
    """It takes a decoy's way: the same answers, and a code that goes to nobody and is never right."""
    guess(line, NUMBER, 3)
    guess(line, NUMBER, 2)
    assert start(line, NUMBER) == Refused()
    messages = sent(line)
    berit = line.call("berit")
    assert isinstance(berit.identifies_as(CUSTOMER_NUMBER), CodeSent)
    assert sent(line) == messages
    assert [berit.keys(berit.newest_code) for _ in range(3)] == guess(line, "99999999", 3)


def test_a_code_that_is_asked_for_and_not_sent_is_waited_for_like_any_other(line: Line, clock: SettableClock) -> None:
    for _ in range(3):
        start(line, NUMBER)
    callers = [line.call("berit"), line.call("stranger")]
    for caller, digits in zip(callers, (CUSTOMER_NUMBER, "99999999"), strict=True):
        caller.identifies_as(digits)
    clock.advance(timedelta(seconds=30))
    assert [type(caller.asks_for_another_code()) for caller in callers] == [CodeSent] * 2
    assert [caller.asks_for_another_code() for caller in callers] == [ResendTooSoon()] * 2


def test_an_old_code_does_not_live_on_because_another_was_asked_for(line: Line, clock: SettableClock) -> None:
    line = replace(line, limits=replace(FREE, codes_per_person=1))
    berit = line.call("berit")
    berit.identifies_as(NUMBER)
    code = berit.newest_code
    clock.advance(timedelta(minutes=9))
    assert isinstance(berit.asks_for_another_code(), CodeSent)
    clock.advance(timedelta(minutes=1, seconds=1))
    assert berit.keys(code) == CodeWrong()


STRANGERS = [f"{number:08}" for number in range(40)]


def test_twenty_wrong_codes_a_day_from_one_number(line: Line, clock: SettableClock) -> None:
    line = replace(line, limits=replace(FREE, wrong_codes_per_caller=20))
    assert judged(line, HOME) == 20
    assert judged(line, WORK) == 20
    clock.advance(LATER)
    assert judged(line, HOME) == 0
    clock.advance(DAY)
    assert judged(line, HOME) == 20


def test_withheld_numbers_share_a_day_of_wrong_codes(line: Line, clock: SettableClock) -> None:
    line = replace(line, limits=replace(FREE, wrong_codes_withheld=7))
    assert judged(line, None) == 7
    assert judged(line, HOME) == 20
    clock.advance(LATER)
    assert judged(line, None) == 0


def test_a_client_has_a_day_of_wrong_codes_of_its_own(line: Line) -> None:
    line = replace(line, limits=replace(FREE, wrong_codes_per_client=3))
    assert [judged_online(line, client) for client in ("shop", "website")] == [3, 3]


def test_past_the_alarm_a_code_has_one_try_for_everybody_and_the_line_stays_open(line: Line) -> None:
    line = replace(line, limits=replace(FREE, wrong_codes_alarm=4))
    assert guess(line, NOBODY, 3) == [CodeWrong(), CodeWrong(), Refused()]
    assert guess(line, NOBODY, 1) == [CodeWrong()]
    assert guess(line, NUMBER, 1) == guess(line, NOBODY, 1) == [Refused()]
    berit = line.call("berit")
    berit.identifies_as(NUMBER)
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


def judged(line: Line, number: str | None) -> int:
    """How many wrong codes of forty strangers are looked at, one in each call, until no call may begin."""
    callers = [line.call(f"call-{next(names)}", number) for _ in STRANGERS]
    answers = [
        caller.keys(caller.wrong_code)
        for caller, digits in zip(callers, STRANGERS, strict=True)
        if isinstance(caller.identifies_as(digits), CodeSent)
    ]
    return len(answers)


def judged_online(line: Line, client: str) -> int:
    verifications = [OnlineVerification.of(line.desk, demo.LEDGER, client, digits) for digits in STRANGERS]
    answers = [
        verification.check("000000")
        for verification, digits in zip(verifications, STRANGERS, strict=True)
        if isinstance(verification.begin(CustomerNumber(digits)), CodeSent)
    ]
    return len(answers)


def test_right_codes_are_no_wrong_ones(line: Line) -> None:
    line = replace(line, limits=replace(FREE, wrong_codes_per_person=1))
    for name in "abc":
        caller = line.call(name)
        caller.identifies_as(NUMBER)
        assert isinstance(caller.keys(caller.newest_code), CodeAccepted)


def test_of_a_thousand_parallel_wrong_codes_for_one_person_five_are_evaluated(line: Line) -> None:
    """Over all calls, and nothing else bounds them here; the fifth is the last that is judged, and says so."""
    limits = replace(FREE, wrong_codes_per_person=5, wrong_codes_per_call=MANY, wrong_codes_per_code=MANY)
    callers = [replace(line, limits=limits).call(f"thief-{number}") for number in range(20)]
    assert all(isinstance(caller.identifies_as(NUMBER), CodeSent) for caller in callers)
    guesses = [partial(caller.keys, caller.wrong_code) for caller in callers] * 50
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(insist, guesses))
    assert (len(answers), answers.count(CodeWrong()), answers.count(Refused())) == (1000, 4, 996)
    assert [caller.keys(caller.newest_code) for caller in callers[:3]] == [Refused()] * 3


def insist(ask: Callable[[], DomainAnswer]) -> DomainAnswer:
    """Whoever waited for longer than the budget of a statement asks once more."""
    while True:
        with suppress(Unavailable):
            return ask()


def test_thousands_of_starts_send_no_more_than_the_limit(memory_line: Line) -> None:
    """SMS pumping, from ever new numbers: each person may have three messages, all together 40."""
    line = replace(memory_line, limits=VerificationLimits(codes_in_all=40))
    numbers = [(person.national_number.digits, person.customer_number.digits) for person in demo.PEOPLE.values()]
    keyed = cycle(chain.from_iterable(numbers))
    for caller in range(2_000):
        start(line, next(keyed), f"+4670{caller:07}")
    assert 30 < sent(line) <= 40


def test_parallel_starts_do_not_exceed_a_limit(line: Line) -> None:
    asks = [partial(start, line, f"{number:08}", HOME) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(insist, asks))
    assert sum(isinstance(answer, CodeSent) for answer in answers) == 10
