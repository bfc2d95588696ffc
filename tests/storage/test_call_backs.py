"""Who is to be called back: once for each call, on the number that is theirs, within limits, and sealed at rest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from domain.call_backs import CallBack
from domain.disclosure import Grant
from domain.identifiers import PhoneNumber
from domain.limits import WINDOW
from domain.reach import Reach
from domain.repositories import MOST_LISTED
from domain.requests import AskCallBack, CallBackAsked, CodeAccepted, DomainAnswer, NoNumber, Refused
from domain.verification import Level, VerificationLimits
from storage import demo, tables
from storage.cipher import Cipher
from storage.retention import KEPT, Retention
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Caller, Line
from tests.domain.numbers import COSTLY_OR_ELSEWHERE

BERIT, OLLE = demo.PEOPLE["customer-open"], demo.PEOPLE["customer-arrears"]
ELSEWHERE = "+46701740680"
UNVERIFIED = AskCallBack(None, "specialist", "for-another")


def verified(line: Line, call: str, number: str | None = None) -> tuple[Caller, Grant]:
    caller = line.call(call, number)
    caller.identifies_as(BERIT.national_number.digits)
    accepted = caller.keys(caller.newest_code)
    assert isinstance(accepted, CodeAccepted)
    return caller, accepted.grant


def waiting(line: Line) -> list[CallBack]:
    with line.transactions.reading() as work:
        return list(work.call_backs.open())


def test_a_verified_caller_is_called_on_the_phone_on_record(line: Line) -> None:
    """Wherever the call comes from: a number that is shown is a hint at best."""
    caller, grant = verified(line, "call", ELSEWHERE)
    assert caller.asks(AskCallBack(grant, "general", "asked")) == CallBackAsked()
    assert BERIT.phone is not None
    asked = CallBack("call", BERIT.phone, "general", "asked", "en-GB", Level.VERIFIED, BERIT.ref, NOON)
    assert waiting(line) == [asked]


def test_who_is_not_verified_is_called_where_they_call_from(line: Line) -> None:
    """Also if that is somebody's phone on record: nobody was verified."""
    assert BERIT.phone is not None
    for call, number in (("one", ELSEWHERE), ("two", BERIT.phone.e164)):
        assert line.call(call, number).asks(UNVERIFIED) == CallBackAsked()
    assert [(one.number.e164, one.level, one.person) for one in waiting(line)] == [
        (ELSEWHERE, Level.NONE, None),
        (BERIT.phone.e164, Level.NONE, None),
    ]


def test_without_a_number_nobody_can_be_called(line: Line) -> None:
    """A call that we placed comes from ourselves."""
    assert line.call("withheld").asks(UNVERIFIED) == NoNumber()
    assert line.call("ours", ELSEWHERE, is_inbound=False).asks(UNVERIFIED) == NoNumber()
    assert line.call("odd", "+1").asks(UNVERIFIED) == NoNumber()
    assert waiting(line) == []


@pytest.mark.parametrize("number", COSTLY_OR_ELSEWHERE.values(), ids=COSTLY_OR_ELSEWHERE)
def test_nobody_is_called_abroad_or_where_it_costs_more(line: Line, number: str) -> None:
    assert line.call("call", number).asks(UNVERIFIED) == NoNumber()
    assert waiting(line) == []


@pytest.mark.parametrize(("country", "answer"), [("SE", CallBackAsked()), ("NO", NoNumber())])
def test_a_number_on_record_is_called_in_countries_of_its_own(line: Line, country: str, answer: DomainAnswer) -> None:
    reach = Reach(callers=frozenset({"NO"}), on_record=frozenset({country}))
    caller, grant = verified(replace(line, reach=reach), "call")
    assert caller.asks(AskCallBack(grant, "general", "asked")) == answer


def test_a_turn_delivered_twice_and_a_second_turn_ask_for_the_same_call_back(line: Line) -> None:
    """And count once."""
    caller = replace(line, limits=VerificationLimits(call_backs_per_caller=1)).call("call", ELSEWHERE)
    answers = [
        caller.asks(UNVERIFIED),
        caller.asks_again(UNVERIFIED),
        caller.asks(replace(UNVERIFIED, queue="general")),
    ]
    assert answers == [CallBackAsked()] * 3
    assert [one.queue for one in waiting(line)] == ["specialist"]


def test_a_grant_that_the_call_has_not_earned_asks_for_nothing(line: Line) -> None:
    assert (
        line.call("call", ELSEWHERE).asks(AskCallBack(Grant(BERIT.ref, Level.VERIFIED), "general", "asked"))
        == Refused()
    )
    assert waiting(line) == []


def test_an_hour_has_so_many_for_each_number_and_so_many_in_all(line: Line) -> None:
    few = replace(line, limits=VerificationLimits(call_backs_per_caller=2, call_backs_in_all=3))
    callers = [few.call(f"call-{number}", ELSEWHERE) for number in range(3)]
    assert [caller.asks(UNVERIFIED) for caller in callers] == [CallBackAsked(), CallBackAsked(), Refused()]
    assert few.call("another", "+46701740681").asks(UNVERIFIED) == CallBackAsked()
    assert few.call("a third", "+46701740682").asks(UNVERIFIED) == Refused()
    few.clock.advance(WINDOW)
    assert few.call("later", ELSEWHERE).asks(UNVERIFIED) == CallBackAsked()


def test_strangers_on_a_customers_number_leave_the_customer_a_call_back(line: Line) -> None:
    few = replace(line, limits=VerificationLimits(call_backs_per_caller=1))
    assert BERIT.phone is not None
    assert few.call("spoofed", BERIT.phone.e164).asks(UNVERIFIED) == CallBackAsked()
    caller, grant = verified(few, "call")
    assert caller.asks(AskCallBack(grant, "general", "asked")) == CallBackAsked()


def test_what_is_done_is_listed_no_more_and_done_once(line: Line) -> None:
    for call in ("first", "second"):
        line.call(call, ELSEWHERE).asks(UNVERIFIED)
        line.clock.advance(timedelta(seconds=1))
    assert [one.call for one in waiting(line)] == ["first", "second"]
    with line.transactions.begin() as work:
        done = [work.call_backs.done(call, "operator:anna", NOON) for call in ("first", "first", "nobody's")]
    assert done == [True, False, False]
    assert [one.call for one in waiting(line)] == ["second"]


def test_another_ledger_sees_no_call_back_of_ours(seeded: Engine, sql_line: Line, cipher: Cipher) -> None:
    sql_line.call("call", ELSEWHERE).asks(UNVERIFIED)
    with SqlTransactions(seeded, cipher, demo.LEDGER + 1).begin() as work:
        assert list(work.call_backs.open()) == []
        assert not work.call_backs.done("call", "operator:anna", NOON)


def test_the_number_is_sealed_for_its_call(seeded: Engine, sql_line: Line, cipher: Cipher) -> None:
    sql_line.call("call", ELSEWHERE).asks(UNVERIFIED)
    with seeded.connect() as connection:
        row = connection.execute(select(tables.call_backs)).one()
    assert ELSEWHERE[3:] not in str(tuple(row))
    assert cipher.open(row.number, "call-back:call").decode() == ELSEWHERE


@pytest.mark.parametrize(("age", "left"), [(KEPT, 1), (KEPT + timedelta(milliseconds=1), 0)])
def test_call_backs_go_after_thirty_days(seeded: Engine, sql_line: Line, age: timedelta, left: int) -> None:
    sql_line.call("call", ELSEWHERE).asks(UNVERIFIED)
    Retention(seeded).forget_old(NOON + age)
    assert len(waiting(sql_line)) == left


def test_a_list_is_bounded_to_the_oldest(line: Line) -> None:
    one = CallBack("0000", PhoneNumber(ELSEWHERE), "general", "keys", "en-GB", Level.NONE, None, NOON)
    newest_first = [replace(one, call=f"{n:04}", asked_at=NOON - timedelta(n)) for n in range(MOST_LISTED + 1)]
    with line.transactions.begin() as work:
        for each in newest_first:
            work.call_backs.add(each)
        assert list(work.call_backs.open()) == newest_first[:0:-1]
