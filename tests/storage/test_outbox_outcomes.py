"""What becomes of a message that is not taken at once: none is lost, none multiplied, and a code is never late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.lanes import LONGEST, TRIED_FOR, Lane
from domain.messages import Channel, Message
from domain.people import Addressee
from storage import tables
from storage.delivery import WasTaken, deliver_due
from storage.engine import writing
from storage.lanes import PACES, SETTLED, lease_of, pause_after
from storage.outbox import EXPIRED, GIVEN_UP, NOT_TAKEN, REFUSED, SENT, UNKNOWN
from tests.domain.line import NOON, SettableClock
from tests.storage.test_outbox import A_DAY, A_TEXT, TO_BERIT, TO_NOBODY, Crash, Outbox, outbox

__all__ = ["outbox"]

MINUTE, A_MOMENT = timedelta(minutes=1), timedelta(microseconds=1)
CODE = replace(TO_BERIT, expires_at=NOON + 5 * MINUTE)
MAIL = replace(A_TEXT, dedupe="mail-signed:5f", channel=Channel.EMAIL)
LATEST = NOON + 5 * MINUTE - LONGEST[Lane.CODES]  # to begin to hand the code over
REFUSAL, LOST, DOWN = MessageRefused("a landline"), AnswerLost("no answer"), Unavailable("no connection")
LASTING = [pytest.param(A_TEXT, id="text"), pytest.param(MAIL, id="mail")]
EVERY = [pytest.param(CODE, id="code"), *LASTING]


@dataclass
class Worker:
    """Delivers at whatever time it is. `traces`: lane, outcome, reason. `asked`: look-ups."""

    outbox: Outbox
    clock: SettableClock
    traces: list[tuple[str, str, str]] = field(default_factory=list)
    was_taken: WasTaken | None = None

    def works(self, fault: BaseException | None = None) -> int:
        self.outbox.provider.failing = fault
        return deliver_due(
            self.outbox.engine,
            self.outbox.cipher,
            self.outbox.provider.send,
            self.clock.now,
            was_taken=self.was_taken,
            trace=lambda *told: self.traces.append(told),
        )

    def works_until_nothing_is_due(self, fault: BaseException | None) -> None:
        while due := self.due:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            self.works(fault)

    def dies(self) -> None:
        """In the middle of a hand-over; then its lease runs out."""
        with pytest.raises(Crash):
            self.works(Crash())
        assert self.due
        self.clock.advance(self.due - self.clock.now())

    @property
    def due(self) -> datetime | None:
        return self.outbox.rows()[0][1]

    @property
    def outcome(self) -> str | None:
        return self.outbox.rows()[0][3]

    @property
    def keeps_body(self) -> bool:
        return self.outbox.rows()[0][0] is not None

    @property
    def sent(self) -> Sequence[Message]:
        return [message for _, message in self.outbox.provider.taken]


@pytest.fixture
def worker(outbox: Outbox, clock: SettableClock) -> Worker:
    return Worker(outbox, clock)


def test_a_code_is_handed_over_up_to_its_last_moment(worker: Worker) -> None:
    worker.outbox.add(CODE)
    worker.clock.advance(LATEST - NOON)
    worker.works()
    assert (len(worker.sent), worker.outcome) == (1, SENT)


def test_a_code_is_never_handed_over_late(worker: Worker) -> None:
    """Nor so shortly before that whoever takes it may do so when it is over."""
    worker.outbox.add(CODE)
    worker.clock.advance(LATEST + A_MOMENT - NOON)
    assert worker.works() == 1
    assert (worker.sent, worker.outcome, worker.keeps_body) == ([], EXPIRED, False)
    assert worker.traces == [("code", EXPIRED, "")]


def test_a_code_is_late_by_the_time_it_comes_first_not_by_when_its_round_began(worker: Worker) -> None:
    """Those before it in the round may have taken long."""
    worker.outbox.add(CODE, replace(CODE, dedupe="code:call:2"))

    def send_slowly(to: Addressee, message: Message) -> None:
        worker.clock.advance(5 * MINUTE)
        worker.outbox.provider.send(to, message)

    deliver_due(worker.outbox.engine, worker.outbox.cipher, send_slowly, worker.clock.now)
    assert len(worker.sent) == 1


def test_a_decoy_expires_like_a_code(worker: Worker) -> None:
    worker.outbox.add(CODE, replace(TO_NOBODY, expires_at=CODE.expires_at))
    worker.clock.advance(A_DAY)
    worker.works()
    berit, nobody = worker.outbox.rows()
    assert berit == nobody


def test_a_code_of_a_version_that_named_no_time_has_ten_minutes(worker: Worker) -> None:
    worker.outbox.add(CODE)
    with writing(worker.outbox.engine).begin() as connection:
        connection.execute(update(tables.outbox).values(until=None))
    worker.clock.advance(10 * MINUTE)
    worker.works()
    assert worker.outcome == EXPIRED


def test_a_code_that_nobody_takes_is_tried_at_least_every_half_minute_until_it_expires(worker: Worker) -> None:
    worker.outbox.add(replace(CODE, expires_at=CODE.created_at + 10 * MINUTE))
    worker.works_until_nothing_is_due(DOWN)
    assert (worker.outcome, worker.keeps_body) == (EXPIRED, False)
    assert NOON + 10 * MINUTE - worker.clock.now() <= LONGEST[Lane.CODES] + timedelta(seconds=30)
    assert {outcome for _, outcome, _ in worker.traces} == {NOT_TAKEN, EXPIRED}


@pytest.mark.parametrize("ends", [Worker.dies, lambda worker: worker.works(LOST)], ids=["dies", "lost"])
def test_a_code_that_may_have_been_taken_is_never_sent_again(worker: Worker, ends: Callable[[Worker], object]) -> None:
    """Whoever waits for it asks for another; looking it up would keep others waiting."""
    worker.was_taken = lambda _to, _message: False
    worker.outbox.add(CODE)
    ends(worker)
    worker.works()
    assert (worker.sent, worker.outcome, worker.keeps_body, worker.due) == ([], UNKNOWN, False, None)
    assert worker.traces[-1][:2] == ("code", UNKNOWN)


@pytest.mark.parametrize("message", LASTING)
def test_everything_else_is_tried_over_three_days_with_growing_pauses_and_kept(
    worker: Worker, message: Message
) -> None:
    worker.outbox.add(message)
    pauses: list[timedelta] = []
    while due := worker.due:
        pauses.append(due - worker.clock.now())
        worker.clock.advance(pauses[-1])
        worker.works(DOWN)
    assert pauses == sorted(pauses)
    assert pauses[1:5] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert timedelta() <= NOON + TRIED_FOR - worker.clock.now() <= pauses[-1] == timedelta(hours=1)
    assert (worker.outcome, worker.keeps_body) == (GIVEN_UP, True)
    assert worker.traces[-1][1:] == (GIVEN_UP, "no connection")


@pytest.mark.parametrize("message", LASTING)
def test_it_is_sent_once_whenever_the_other_side_is_back(worker: Worker, message: Message) -> None:
    worker.outbox.add(message)
    while worker.clock.now() < NOON + 2 * A_DAY:
        worker.works(DOWN)
        assert worker.due
        worker.clock.advance(worker.due - worker.clock.now())
    worker.works()
    assert (worker.sent, worker.outcome, worker.keeps_body) == ([message], SENT, False)


@pytest.mark.parametrize("message", LASTING)
def test_what_waited_while_no_worker_was_there_is_tried_however_late(worker: Worker, message: Message) -> None:
    worker.outbox.add(message)
    worker.clock.advance(10 * A_DAY)
    worker.works()
    assert worker.sent == [message]


@pytest.mark.parametrize("message", EVERY)
def test_a_refusal_leaves_a_trace_and_the_body_of_all_but_codes(worker: Worker, message: Message) -> None:
    worker.outbox.add(message)
    worker.works(REFUSAL)
    assert (worker.outcome, worker.due, worker.keeps_body) == (REFUSED, None, message is not CODE)
    assert [trace[1:] for trace in worker.traces] == [(REFUSED, "a landline")]


def test_a_text_whose_answer_was_lost_is_looked_up_and_not_sent_again(worker: Worker) -> None:
    worker.was_taken = lambda _to, message: message == A_TEXT
    worker.outbox.add(A_TEXT)
    worker.works(LOST)
    assert worker.outcome == UNKNOWN
    assert worker.due == NOON + SETTLED
    worker.clock.advance(SETTLED)
    worker.works(AssertionError("sent again"))
    assert (worker.outcome, worker.keeps_body) == (SENT, False)


def test_a_text_that_is_not_found_is_sent_again(worker: Worker) -> None:
    worker.was_taken = lambda _to, _message: False
    worker.outbox.add(A_TEXT)
    for _ in range(5):
        worker.works(LOST)
        assert worker.due
        worker.clock.advance(worker.due - worker.clock.now())
    worker.works()
    assert (worker.sent, worker.outcome) == ([A_TEXT], SENT)


def test_while_nobody_answers_the_question_nothing_is_sent_again(worker: Worker) -> None:
    def nobody(_to: Addressee, _message: Message) -> bool:
        raise Unavailable("no connection")

    worker.was_taken = nobody
    worker.outbox.add(A_TEXT)
    worker.works(LOST)
    worker.works_until_nothing_is_due(AssertionError("sent again"))
    assert (worker.outcome, worker.keeps_body) == (UNKNOWN, True)
    assert worker.clock.now() > NOON + TRIED_FOR - 2 * timedelta(hours=1)


def test_a_text_of_a_worker_that_died_is_looked_up_too(worker: Worker) -> None:
    worker.was_taken = lambda _to, _message: True
    worker.outbox.add(A_TEXT)
    worker.dies()
    worker.works(AssertionError("sent again"))
    assert worker.outcome == SENT


@pytest.mark.parametrize("ends", [Worker.dies, lambda worker: worker.works(LOST)], ids=["dies", "lost"])
def test_of_an_e_mail_at_most_one_more_copy_is_sent(worker: Worker, ends: Callable[[Worker], object]) -> None:
    worker.outbox.add(MAIL)
    ends(worker)
    assert worker.due
    worker.clock.advance(max(worker.due - worker.clock.now(), timedelta()))
    ends(worker)
    worker.works_until_nothing_is_due(AssertionError("a third copy"))
    assert (worker.outcome, worker.keeps_body) == (UNKNOWN, True)


def test_a_copy_that_is_not_taken_changes_nothing_about_the_first(worker: Worker) -> None:
    """It stays unknown, and one more may be tried."""
    worker.outbox.add(MAIL)
    worker.works(LOST)
    worker.clock.advance(SETTLED)
    worker.works(DOWN)
    assert worker.outcome == UNKNOWN
    worker.clock.advance(SETTLED)
    worker.works()
    assert (worker.sent, worker.outcome) == ([MAIL], SENT)


@pytest.mark.parametrize("lane", Lane)
def test_a_lease_is_longer_than_all_that_is_claimed_together_may_take(lane: Lane) -> None:
    assert lease_of(lane, 1) > LONGEST[lane] * PACES[lane].at_once


@pytest.mark.parametrize("lane", Lane)
def test_a_message_that_kills_its_workers_is_left_alone_for_longer_and_longer(lane: Lane) -> None:
    assert lease_of(lane, 9) - lease_of(lane, 1) == pause_after(lane, 8)


def test_the_lane_of_mail_waits_as_long_as_the_standard_asks() -> None:
    """RFC 5321, 4.5.3.2: five minutes for the greeting, ten after the content, and every step in between."""
    assert LONGEST[Lane.MAIL] >= 5 * MINUTE + 5 * MINUTE + 5 * MINUTE + 2 * MINUTE + 3 * MINUTE + 10 * MINUTE
