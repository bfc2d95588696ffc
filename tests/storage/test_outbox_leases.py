"""Two workers and one message: each row is one's alone, and whose lease has run out has no say in it any more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine

from domain.errors import MessageRefused, Unavailable
from domain.lanes import TRIED_FOR, Lane
from domain.messages import Message
from domain.people import Addressee
from storage.cipher import Cipher
from storage.delivery import deliver_due
from storage.lanes import FIRST_PAUSE, SETTLED, lease_of
from storage.outbox import SENDING, SENT, UNKNOWN
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, SettableClock
from tests.service import PATIENCE
from tests.storage.between import in_between
from tests.storage.test_outbox import A_TEXT, LEASE, MOST_AT_ONCE, Outbox, numbered, outbox

__all__ = ["outbox"]

A_MOMENT = timedelta(microseconds=1)
AFTER_THE_LEASE = NOON + LEASE
SLOW = LEASE / (MOST_AT_ONCE + 2)  # of one message


def delivers(outbox: Outbox, at: datetime = NOON) -> Callable[[Engine], int]:
    """Another worker, which sends by the same provider."""
    return lambda engine: deliver_due(engine, outbox.cipher, outbox.provider.send, lambda: at)


def sends_late(
    outbox: Outbox, ends: BaseException | None, meanwhile: Callable[[], object]
) -> Callable[[Addressee, Message], None]:
    """Is with its provider for so long that another worker has come; then it `ends`."""

    def send(to: Addressee, message: Message) -> None:
        meanwhile()
        if ends:
            raise ends
        outbox.provider.send(to, message)

    return send


def deliver_late(outbox: Outbox, ends: BaseException | None, meanwhile: Callable[[], object]) -> int:
    return deliver_due(outbox.engine, outbox.cipher, sends_late(outbox, ends, meanwhile), lambda: NOON)


LATE_ENDS = [None, Unavailable("late"), MessageRefused("late")]


@pytest.mark.parametrize("ends", LATE_ENDS, ids=["sent", "unavailable", "refused"])
def test_what_another_worker_has_sent_meanwhile_stays_sent_and_erased(outbox: Outbox, ends: Exception | None) -> None:
    """However the late one ends: the row does not come back to life, least of all without its body."""
    outbox.add(A_TEXT)
    deliver_late(outbox, ends, lambda: outbox.deliver(AFTER_THE_LEASE))
    assert outbox.rows() == [(None, None, 2, SENT)]
    taken = len(outbox.provider.taken)
    assert outbox.deliver(NOON + timedelta(days=1)) == 0
    assert len(outbox.provider.taken) == taken


@pytest.mark.parametrize("ends", LATE_ENDS, ids=["sent", "unavailable", "refused"])
def test_what_another_worker_tries_again_later_is_left_to_it(outbox: Outbox, ends: Exception | None) -> None:
    """Its time, its count and its body stay as the last claim has left them."""
    outbox.add(A_TEXT)

    def fails() -> None:
        outbox.provider.failing = Unavailable()
        outbox.deliver(AFTER_THE_LEASE)
        outbox.provider.failing = None

    deliver_late(outbox, ends, fails)
    [(body, due, attempts, outcome)] = outbox.rows()
    assert body is not None
    assert (due, attempts, outcome) == (AFTER_THE_LEASE + SETTLED, 2, UNKNOWN)


@pytest.mark.parametrize("ends", LATE_ENDS, ids=["sent", "unavailable", "refused"])
def test_what_another_worker_is_sending_right_now_is_left_to_it(outbox: Outbox, ends: Exception | None) -> None:
    """Both have it in their hands; the one whose lease has run out ends while the other still sends."""
    outbox.add(A_TEXT)
    is_sending, first_has_ended = Event(), Event()

    def sends(_to: Addressee, _message: Message) -> None:
        is_sending.set()
        assert first_has_ended.wait(PATIENCE)

    with ThreadPoolExecutor(1) as pool:

        def second_takes_over() -> None:
            pool.submit(deliver_due, outbox.engine, outbox.cipher, sends, lambda: AFTER_THE_LEASE)
            assert is_sending.wait(PATIENCE)

        deliver_late(outbox, ends, second_takes_over)
        [(body, due, attempts, outcome)] = outbox.rows()
        first_has_ended.set()
    assert body is not None
    assert (due, attempts, outcome) == (AFTER_THE_LEASE + lease_of(Lane.TEXTS, 2), 2, SENDING)
    assert outbox.rows() == [(None, None, 2, SENT)]


def test_a_refusal_by_another_worker_stays_one(outbox: Outbox) -> None:
    """Of a second copy, that is: what became of the first is unknown for good."""
    outbox.add(A_TEXT)

    def refuses() -> None:
        outbox.provider.failing = MessageRefused()
        outbox.deliver(AFTER_THE_LEASE)
        outbox.provider.failing = None

    deliver_late(outbox, None, refuses)
    assert [row[1:] for row in outbox.rows()] == [(None, 2, UNKNOWN)]


def test_the_late_end_of_the_last_attempt_is_not_heard_either(outbox: Outbox) -> None:
    """A message that was left to a person while its last sender hung is not counted as anything else."""
    outbox.add(A_TEXT)
    last = NOON + TRIED_FOR

    def fails() -> None:
        outbox.provider.failing = Unavailable()
        outbox.deliver(last + LEASE)
        outbox.provider.failing = None

    late = sends_late(outbox, None, fails)
    deliver_due(outbox.engine, outbox.cipher, late, lambda: last)
    assert [row[1:] for row in outbox.rows()] == [(None, 2, UNKNOWN)]


@pytest.mark.parametrize(("at", "sent"), [(AFTER_THE_LEASE - A_MOMENT, 0), (AFTER_THE_LEASE, 1)])
def test_a_lease_is_anothers_until_its_last_moment(outbox: Outbox, at: datetime, sent: int) -> None:
    outbox.add(A_TEXT)
    finished: list[int] = []
    deliver_late(outbox, None, lambda: finished.append(outbox.deliver(at)))
    assert finished == [sent]


def test_a_lease_begins_with_its_batch_however_long_those_before_it_have_taken(
    outbox: Outbox, clock: SettableClock
) -> None:
    """Eight messages of three seconds each fit into a lease; the next eight have one of their own."""
    outbox.add(*numbered(2 * MOST_AT_ONCE))

    def sends_slowly(to: Addressee, message: Message) -> None:
        clock.advance(SLOW)
        if len(outbox.provider.taken) == MOST_AT_ONCE + 3:
            assert outbox.deliver(clock.now()) == 0, "another worker finds nothing that is due"
        outbox.provider.send(to, message)

    deliver_due(outbox.engine, outbox.cipher, sends_slowly, clock.now)
    assert outbox.provider.codes == [str(number) for number in range(2 * MOST_AT_ONCE)]


def test_what_was_not_taken_waits_from_then_on_and_is_left_to_the_next_round(
    outbox: Outbox, clock: SettableClock
) -> None:
    """A provider that fails slowly keeps no worker for ever."""
    outbox.add(*numbered(3))

    def fails_slowly(_to: Addressee, _message: Message) -> None:
        clock.advance(SLOW)
        raise Unavailable

    deliver_due(outbox.engine, outbox.cipher, fails_slowly, clock.now)
    ends = [NOON + number * SLOW for number in (1, 2, 3)]
    assert [row[1:] for row in outbox.rows()] == [(end + FIRST_PAUSE, 1, None) for end in ends]
    clock.advance(timedelta(hours=1))
    deliver_due(outbox.engine, outbox.cipher, fails_slowly, clock.now)
    assert [attempts for _, _, attempts, _ in outbox.rows()] == [2, 2, 2]


def test_a_worker_takes_none_of_what_another_is_about_to_claim(outbox: Outbox) -> None:
    """It comes between the look and the claim: rows that are locked are passed over, those behind them are not."""
    outbox.add(*numbered(MOST_AT_ONCE + 2))
    with in_between(outbox.engine, "UPDATE outbox SET due_at", delivers(outbox)) as other:
        first = outbox.deliver()
    assert sorted(outbox.provider.codes) == sorted(str(number) for number in range(MOST_AT_ONCE + 2))
    assert first + other.answer == MOST_AT_ONCE + 2
    if outbox.engine.dialect.name == "postgresql":
        assert (other.answer, other.has_waited) == (2, False), "nobody waits for rows that are another's"


def test_a_worker_finishes_nothing_that_another_is_about_to_mark(outbox: Outbox) -> None:
    """It comes between the last word of the provider and the mark, after the lease: one of them has the say."""
    outbox.add(A_TEXT)
    with in_between(outbox.engine, "outcome", delivers(outbox, AFTER_THE_LEASE)):
        outbox.deliver()
    assert outbox.rows()[0][0] is None
    assert outbox.rows()[0][3] == SENT
    assert outbox.deliver(NOON + timedelta(days=1)) == 0


def test_one_message_that_two_decide_on_at_once_leaves_once(outbox: Outbox, cipher: Cipher) -> None:
    """The second waits for the first, and adds nothing."""

    def adds(engine: Engine) -> None:
        with SqlTransactions(engine, cipher, 501).begin() as work:
            work.outbox.add(replace(A_TEXT, values={"code": "654321"}))

    with in_between(outbox.engine, "COMMIT", adds) as other:
        outbox.add(A_TEXT)
    assert other.has_waited
    assert outbox.deliver() == 1
    assert outbox.provider.codes == ["123456"]
