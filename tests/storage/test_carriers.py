"""Whether texts leave, as callers are told: what the worker has found, by everybody's causes and by no one person's."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.identifiers import PhoneNumber
from domain.messages import Channel, Message
from domain.people import Addressee
from domain.requests import CodeSent, NoCodes
from storage import demo
from storage.carrier_watch import NOTED_EVERY, CarrierWatch
from storage.carriers import DOWN_FOR, SERVED_WITHIN, texts_leave
from storage.transactions import Database
from tests.domain.line import NOON, Line
from tests.statements import statements

BERIT, OLLE = demo.PEOPLE["customer-open"], demo.PEOPLE["customer-arrears"]
STRANGERS = [PhoneNumber("+46701740605"), PhoneNumber("+46701740606")]
SOON = timedelta(seconds=1)
TEXT = Message("code:call:1", BERIT.ref, "en-GB", "text-code", {"code": "482913"}, NOON)


class Carrier:
    """Takes texts, or raises what it is told to."""

    def __init__(self) -> None:
        self.fault: Exception | None = None

    def send(self, _to: Addressee, _message: Message) -> None:
        if self.fault:
            raise self.fault


class Worker:
    def __init__(self, engine: Engine) -> None:
        self.carrier = Carrier()
        self.database = Database(engine)
        self.watch = CarrierWatch(self.database, Channel.TEXT, self.carrier.send)

    def hands_over(self, fault: Exception | None, *to: Addressee) -> None:
        self.carrier.fault = fault
        for addressee in to:
            with suppress(Unavailable, MessageRefused):
                self.watch(addressee, TEXT)

    def leave(self, now: datetime) -> bool:
        with self.database.reading() as transaction:
            return texts_leave(transaction, now)


@pytest.fixture
def worker(engine: Engine) -> Worker:
    worker = Worker(engine)
    worker.watch.note(NOON)
    return worker


def test_nothing_is_known_before_a_worker_was_there(engine: Engine) -> None:
    assert Worker(engine).leave(NOON)


def test_texts_leave_while_a_worker_is_there_and_not_once_it_is_gone(worker: Worker) -> None:
    assert worker.leave(NOON + SERVED_WITHIN - SOON)
    assert not worker.leave(NOON + SERVED_WITHIN)
    worker.watch.note(NOON + SERVED_WITHIN)
    assert worker.leave(NOON + SERVED_WITHIN)


def test_a_clock_that_is_set_back_keeps_no_worker_silent(worker: Worker) -> None:
    yesterday = NOON - timedelta(days=1)
    worker.watch.note(yesterday)
    assert worker.leave(yesterday)


def test_a_clock_that_is_set_back_keeps_no_carrier_down(worker: Worker, engine: Engine) -> None:
    worker.hands_over(Unavailable("away"), BERIT, OLLE)
    worker.watch.note(NOON)
    yesterday, another = NOON - timedelta(days=1), Worker(engine)
    another.watch.note(yesterday)
    assert another.leave(yesterday)


def test_a_worker_says_that_it_is_there_often_enough(worker: Worker) -> None:
    """And not in each of its rounds, which would write all day long."""
    rounds = [NOON + number * NOTED_EVERY / 8 for number in range(1, 9)]
    with statements() as seen:
        for now in rounds:
            worker.watch.note(now)
    assert sum("INSERT INTO carriers" in one for one in seen) == 1
    assert worker.leave(rounds[-1] + SERVED_WITHIN - SOON)


@pytest.mark.parametrize(
    ("fault", "to", "leave"),
    [
        (Unavailable("no connection"), [BERIT, OLLE], False),
        (Unavailable("no connection"), [BERIT, BERIT, BERIT], True),
        (Unavailable("no connection"), STRANGERS, True),
        (AnswerLost("no answer"), [BERIT, OLLE], True),
        (MessageRefused("a landline"), [BERIT, OLLE], True),
    ],
    ids=["two people", "one person", "strangers", "taken perhaps", "refused"],
)
def test_a_carrier_is_down_where_it_took_nothing_from_two_people(
    worker: Worker, fault: Exception, to: list[Addressee], leave: bool
) -> None:
    worker.hands_over(fault, *to)
    worker.watch.note(NOON)
    assert worker.leave(NOON) is leave


def test_a_text_that_is_taken_between_shows_that_the_carrier_is_there(worker: Worker) -> None:
    for fault, to in ((Unavailable("once"), BERIT), (None, BERIT), (Unavailable("once"), OLLE)):
        worker.hands_over(fault, to)
    worker.watch.note(NOON)
    assert worker.leave(NOON)


def test_a_carrier_is_up_again_once_it_takes_a_message(worker: Worker) -> None:
    worker.hands_over(Unavailable("no connection"), BERIT, OLLE)
    worker.watch.note(NOON)
    worker.hands_over(None, BERIT)
    worker.watch.note(NOON + SOON)
    assert worker.leave(NOON + SOON)


def test_a_worker_that_hands_nothing_over_leaves_what_another_has_found(worker: Worker, engine: Engine) -> None:
    another = Worker(engine)
    worker.hands_over(Unavailable("no connection"), BERIT, OLLE)
    worker.watch.note(NOON)
    another.watch.note(NOON + SOON)
    assert not worker.leave(NOON + SOON)
    another.hands_over(None, BERIT)
    another.watch.note(NOON + SOON + NOTED_EVERY)
    assert worker.leave(NOON + SOON + NOTED_EVERY)


def test_where_nothing_waits_to_be_tried_again_a_caller_tries(worker: Worker) -> None:
    worker.hands_over(Unavailable("no connection"), BERIT, OLLE)
    for seconds in range(int(DOWN_FOR.total_seconds()) + 1):
        worker.watch.note(NOON + timedelta(seconds=seconds))
    assert not worker.leave(NOON + DOWN_FOR - SOON)
    assert worker.leave(NOON + DOWN_FOR)


@pytest.mark.parametrize("digits", [BERIT.national_number.digits, "99999999"])
def test_callers_are_told_at_once_and_alike(sql_line: Line, seeded: Engine, digits: str) -> None:
    worker = Worker(seeded)
    worker.watch.note(NOON)
    caller = sql_line.call("one")
    assert isinstance(caller.identifies_as(digits), CodeSent)
    sql_line.clock.advance(SERVED_WITHIN + timedelta(seconds=30))
    assert caller.asks_for_another_code() == NoCodes()
    assert sql_line.call("another").identifies_as(digits) == NoCodes()
