"""A request is one transaction and one answer, however often it is delivered: in memory, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from domain.identifiers import NationalNumber
from domain.requests import (
    CheckCode,
    CodeAccepted,
    CodeWrong,
    DomainAnswer,
    Origin,
    ReadSummary,
    Refused,
    ResendCode,
    StartVerification,
    TurnKey,
)
from storage import demo
from tests.domain.line import Caller, Line, SettableClock
from tests.statements import sizes_of, statements

BERIT = demo.PEOPLE["customer-open"].national_number
PERSON = demo.PEOPLE["customer-open"].ref
START = StartVerification(BERIT)
ANYWHERE = Origin(None, is_inbound=True)


@pytest.fixture
def berit(line: Line) -> Caller:
    caller = line.call("berit")
    caller.asks(START)
    return caller


def test_a_start_delivered_again_sends_nothing_again(line: Line, berit: Caller) -> None:
    first = berit.challenge
    berit.asks_again(START)
    assert berit.challenge == first
    assert len(line.messages()) == 1


def test_a_resend_delivered_again_sends_nothing_again(clock: SettableClock, line: Line, berit: Caller) -> None:
    clock.advance(timedelta(seconds=30))
    request = ResendCode(berit.challenge)
    assert berit.asks(request) == berit.asks_again(request)
    assert len(line.messages()) == 2
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)


def test_a_wrong_code_delivered_three_times_is_counted_once(berit: Caller) -> None:
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    assert [berit.asks(wrong), berit.asks_again(wrong), berit.asks_again(wrong)] == [CodeWrong()] * 3
    assert berit.keys(berit.wrong_code) == CodeWrong()
    assert berit.keys(berit.wrong_code) == Refused()


def test_the_right_code_delivered_again_is_accepted_again_and_audited_once(line: Line, berit: Caller) -> None:
    right = CheckCode(berit.challenge, berit.newest_code)
    assert isinstance(first := berit.asks(right), CodeAccepted)
    assert berit.asks_again(right) == first
    assert len(line.disclosures()) == 1


def test_another_code_in_the_turn_of_the_right_one_is_told_nothing(line: Line, berit: Caller) -> None:
    """Whoever repeats a request that was not theirs does not know its code."""
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    assert isinstance(berit.keys(berit.newest_code), CodeAccepted)
    assert berit.asks_again(wrong) == Refused()
    assert len(line.disclosures()) == 1


def test_a_summary_delivered_again_is_audited_once(line: Line, berit: Caller) -> None:
    accepted = berit.keys(berit.newest_code)
    assert isinstance(accepted, CodeAccepted)
    request = ReadSummary(accepted.grant)
    assert berit.asks(request) == berit.asks_again(request)
    assert len(line.disclosures()) == 2


def test_deliveries_of_one_turn_at_once_count_once(line: Line, berit: Caller) -> None:
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: line.desk.answer(wrong, TurnKey("berit", 2), "en-GB", ANYWHERE), range(16)))
    assert answers == [CodeWrong()] * 16
    with line.transactions.begin() as work:
        assert work.calls.lock("berit", "en-GB").wrong_codes == 1


def test_no_more_than_three_guesses_of_many_at_once_are_looked_at(line: Line, berit: Caller) -> None:
    """Guessing in parallel is no way around the count."""
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda n: line.desk.answer(wrong, TurnKey("berit", n), "en-GB", ANYWHERE), range(2, 42))
        )
    assert answers.count(CodeWrong()) == 2
    assert answers.count(Refused()) == 38


@pytest.mark.parametrize("ask", [Caller.keys, lambda caller, _: caller.asks_for_another_code()])
def test_the_known_and_the_unknown_cost_the_same_statements_of_the_same_size(
    sql_line: Line, seeded: Engine, ask: Callable[[Caller, str], DomainAnswer]
) -> None:
    mute = replace(sql_line, is_carrier_down=True)
    known, unknown = (_statements_of(mute, seeded, number, ask) for number in (BERIT, demo.IN_NO_TABLE))
    assert known == unknown
    assert known.count("COMMIT") == 2


def test_each_has_one_row_in_the_outbox_as_long_as_the_other(sql_line: Line, seeded: Engine) -> None:
    for number in (BERIT, demo.IN_NO_TABLE):
        sql_line.call(number.digits[-4:]).asks(StartVerification(number))
    with seeded.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT length(dedupe), length(body), created_at, due_at, attempts, outcome, until, copies FROM outbox"
        ).all()
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_a_request_is_one_transaction(sql_line: Line, seeded: Engine) -> None:
    caller = replace(sql_line, is_carrier_down=True).call("berit")
    with statements(seeded) as seen:
        caller.asks(START)
    words = [statement.split()[0] for statement in seen]
    assert [word for word in words if word in ("BEGIN", "COMMIT", "ROLLBACK")] == ["BEGIN", "COMMIT"]


def _statements_of(
    line: Line, engine: Engine, number: NationalNumber, ask: Callable[[Caller, str], DomainAnswer]
) -> list[str]:
    """Of identifying, and of what is asked after it with a wrong code at hand, with the sizes of their values."""
    caller = line.call(number.digits)
    with statements(engine) as identifying:
        caller.asks(StartVerification(number))
    line.clock.advance(timedelta(seconds=30))
    wrong = caller.wrong_code
    with statements(engine) as asking:
        ask(caller, wrong)
    return [sizes_of(statement, PERSON) for statement in identifying + asking]
