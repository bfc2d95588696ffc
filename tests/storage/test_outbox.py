"""Messages leave once, whoever dies in between; afterwards nothing of them is left."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from domain.errors import Unavailable
from domain.messages import Message
from storage import tables
from storage.cipher import Cipher
from storage.outbox import GIVEN_UP, LEASE, MAX_ATTEMPTS, SENT, deliver_due
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON

TO_BERIT = Message("code:call:1", "+46701740605", "sv-SE", "text-code", {"code": "123456"}, NOON)
TO_NOBODY = replace(TO_BERIT, dedupe="code:call:2", recipient=None)
A_DAY = timedelta(days=1)


class Crash(BaseException):
    """The worker dies."""


@dataclass
class Provider:
    """Takes messages, or fails as it is told to."""

    failing: BaseException | None = None
    taken: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)

    def send(self, recipient: str, language: str, wording: str, values: Mapping[str, str]) -> None:
        if self.failing:
            raise self.failing
        self.taken.append((recipient, language, wording, values))


@dataclass(frozen=True)
class Outbox:
    engine: Engine
    cipher: Cipher
    provider: Provider

    def add(self, *messages: Message) -> None:
        with SqlTransactions(self.engine, self.cipher).begin() as work:
            for message in messages:
                work.outbox.add(message)

    def deliver(self, now: datetime = NOON) -> int:
        return deliver_due(self.engine, self.cipher, self.provider.send, now)

    def rows(self) -> list[tuple[bytes | None, datetime | None, int, str | None]]:
        """Body, due, attempts, outcome."""
        columns = tables.outbox.c
        with self.engine.connect() as connection:
            rows = connection.execute(select(columns.body, columns.due_at, columns.attempts, columns.outcome))
            return [(row.body, row.due_at, row.attempts, row.outcome) for row in rows]


@pytest.fixture
def outbox(engine: Engine, cipher: Cipher) -> Outbox:
    return Outbox(engine, cipher, Provider())


def test_a_message_is_sent_once_and_its_body_erased(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    assert [outbox.deliver(), outbox.deliver(NOON + A_DAY)] == [1, 0]
    assert outbox.provider.taken == [("+46701740605", "sv-SE", "text-code", {"code": "123456"})]
    assert outbox.rows() == [(None, None, 1, SENT)]


def test_a_decoy_is_sent_to_nobody_and_looks_the_same_before_and_after(outbox: Outbox) -> None:
    outbox.add(TO_BERIT, TO_NOBODY)
    (to_berit, *berits), (to_nobody, *nobodys) = outbox.rows()
    assert to_berit is not None
    assert to_nobody is not None
    assert (len(to_berit), berits) == (len(to_nobody), nobodys)
    assert outbox.deliver() == 2
    assert len(outbox.provider.taken) == 1
    berit, nobody = outbox.rows()
    assert berit == nobody


def test_messages_leave_in_their_order(outbox: Outbox) -> None:
    outbox.add(*(replace(TO_BERIT, dedupe=str(n), values={"code": str(n)}) for n in range(5)))
    outbox.deliver()
    assert [values["code"] for *_, values in outbox.provider.taken] == ["0", "1", "2", "3", "4"]


def test_a_provider_that_does_not_answer_is_asked_again_later_and_later(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Unavailable()
    delays = []
    now = NOON
    for _ in range(4):
        assert outbox.deliver(now) == 0
        due = outbox.rows()[0][1]
        assert due is not None
        delays.append((due - now).total_seconds())
        assert outbox.deliver(due - timedelta(microseconds=1)) == 0
        now = due
    assert delays == [2, 4, 8, 16]
    outbox.provider.failing = None
    assert outbox.deliver(now) == 1


def test_a_message_that_never_goes_is_given_up_and_erased(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Unavailable()
    delivered = [outbox.deliver(NOON + n * A_DAY) for n in range(MAX_ATTEMPTS)]
    assert delivered == [0] * (MAX_ATTEMPTS - 1) + [1]
    assert outbox.rows() == [(None, None, MAX_ATTEMPTS, GIVEN_UP)]


def test_what_a_dead_worker_held_is_sent_by_another_after_its_lease(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Crash()
    with pytest.raises(Crash):
        outbox.deliver()
    outbox.provider.failing = None
    assert outbox.deliver(NOON + LEASE - timedelta(seconds=1)) == 0
    assert outbox.deliver(NOON + LEASE) == 1
    assert len(outbox.provider.taken) == 1


def test_a_message_that_kills_every_worker_is_given_up(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Crash()
    for attempt in range(MAX_ATTEMPTS):
        with pytest.raises(Crash):
            outbox.deliver(NOON + attempt * LEASE)
    assert outbox.deliver(NOON + A_DAY) == 1
    assert outbox.rows()[0][3] == GIVEN_UP


def test_a_message_that_waits_does_not_hold_up_the_next(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Unavailable()
    outbox.deliver()
    outbox.provider.failing = None
    outbox.add(replace(TO_BERIT, dedupe="code:call:2", recipient="+46701740606"))
    assert outbox.deliver() == 1
    assert outbox.provider.taken[0][0] == "+46701740606"


def test_two_workers_send_each_message_once(outbox: Outbox) -> None:
    outbox.add(*(replace(TO_BERIT, dedupe=str(n), values={"code": str(n)}) for n in range(30)))
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: outbox.deliver(), range(2))) == 30
    assert len({values["code"] for *_, values in outbox.provider.taken}) == len(outbox.provider.taken) == 30


def test_a_long_message_is_sent_whole(outbox: Outbox) -> None:
    outbox.add(replace(TO_BERIT, values={"text": "å" * 2000}))
    outbox.deliver()
    assert outbox.provider.taken[0][3] == {"text": "å" * 2000}
