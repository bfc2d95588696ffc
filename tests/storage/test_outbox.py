"""Messages leave once, whoever dies in between; afterwards nothing of them is left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select, update

from domain.errors import MessageRefused, Unavailable
from domain.identifiers import PhoneNumber
from domain.lanes import Lane
from domain.messages import Channel, Message, MessageValue
from domain.money import Money
from domain.people import Addressee
from storage import demo, tables
from storage.cipher import Cipher, InvalidSeal
from storage.delivery import deliver_due
from storage.lanes import PACES, lease_of
from storage.outbox import REFUSED, SENDING, SENT, UNKNOWN, Backlog, backlog
from storage.repositories.people import row_of_person
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON

BERIT = demo.PEOPLE["customer-open"]
TO_BERIT = Message(
    "code:call:1", BERIT.ref, "en-GB", "text-code", {"code": "123456"}, NOON, expires_at=NOON + timedelta(minutes=10)
)
TO_NOBODY = replace(TO_BERIT, dedupe="code:call:2", recipient=None)
A_TEXT = replace(TO_BERIT, dedupe="text:call:1", expires_at=None)
A_DAY = timedelta(days=1)
LEASE = lease_of(Lane.TEXTS, 1)
MOST_AT_ONCE = PACES[Lane.TEXTS].at_once


class Crash(BaseException):
    """The worker dies."""


@dataclass
class Provider:
    """Takes messages, or fails as it is told to: always, or at the message with this code."""

    failing: BaseException | None = None
    failing_at: str | None = None
    taken: list[tuple[Addressee, Message]] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [str(message.values["code"]) for _, message in self.taken]

    def send(self, to: Addressee, message: Message) -> None:
        if self.failing and self.failing_at in (None, message.values.get("code")):
            raise self.failing
        self.taken.append((to, message))


@dataclass(frozen=True)
class Outbox:
    engine: Engine
    cipher: Cipher
    provider: Provider

    def add(self, *messages: Message) -> None:
        with SqlTransactions(self.engine, self.cipher, demo.LEDGER).begin() as work:
            for message in messages:
                work.outbox.add(message)

    def deliver(self, now: datetime = NOON) -> int:
        return deliver_due(self.engine, self.cipher, self.provider.send, lambda: now)

    def rows(self) -> list[tuple[bytes | None, datetime | None, int, str | None]]:
        """Body, due, attempts, outcome."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(tables.outbox).order_by(tables.outbox.c.id))
            return [(row.body, row.due_at, row.attempts, row.outcome) for row in rows]


@pytest.fixture
def outbox(seeded: Engine, cipher: Cipher) -> Outbox:
    return Outbox(seeded, cipher, Provider())


def test_a_text_to_a_number_that_is_nobodys_leaves_once_and_is_erased(outbox: Outbox) -> None:
    number = PhoneNumber("+46701740680")
    link = Message("link:call", None, "sv-SE", "text-link", {"url": "https://apply.example/"}, NOON, number=number)
    outbox.add(link, link)
    assert outbox.deliver() == 1
    assert outbox.provider.taken == [(number, link)]
    assert [body for body, *_ in outbox.rows()] == [None]


def numbered(count: int) -> list[Message]:
    """Texts to Berit, told apart by their numbers from 0 on."""
    return [replace(A_TEXT, dedupe=f"text:{number}", values={"code": str(number)}) for number in range(count)]


def test_a_message_is_sent_once_and_its_body_erased(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    assert [outbox.deliver(), outbox.deliver(NOON + A_DAY)] == [1, 0]
    assert outbox.provider.taken == [(BERIT, TO_BERIT)]
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


def test_a_message_goes_to_the_person_as_known_when_it_leaves(outbox: Outbox) -> None:
    """A new number, stored while it waited, is the number on record."""
    outbox.add(TO_BERIT)
    moved = replace(BERIT, phone=demo.PEOPLE["customer-new"].phone, language="en-GB")
    with outbox.engine.begin() as connection:
        row = row_of_person(moved, outbox.cipher, demo.LEDGER)
        connection.execute(update(tables.people).where(tables.people.c.ref == BERIT.ref).values(row))
    outbox.deliver()
    assert outbox.provider.taken == [(moved, TO_BERIT)]


def test_what_a_message_says_arrives_as_it_was_meant(outbox: Outbox) -> None:
    values: dict[str, MessageValue] = {
        "product": "kontotyp 1",
        "withdrawal-days": 14,
        "amount": Money.of("25000.50", "NOK"),
        "effective-rate": Decimal("41.20"),
        "until": date(2026, 12, 4),
    }
    signed = replace(A_TEXT, values=values, channel=Channel.EMAIL, attachments=("5f" * 32, "a0" * 32))
    outbox.add(signed)
    outbox.deliver()
    assert outbox.provider.taken == [(BERIT, signed)]


def test_a_reminder_leaves_when_it_is_meant_to(outbox: Outbox) -> None:
    reminder = replace(A_TEXT, not_before=NOON + A_DAY)
    outbox.add(reminder)
    assert outbox.deliver(NOON + A_DAY - timedelta(seconds=1)) == 0
    assert outbox.deliver(NOON + A_DAY) == 1
    assert outbox.provider.taken == [(BERIT, reminder)]


def test_each_lane_can_be_delivered_by_itself(outbox: Outbox) -> None:
    """So that nothing keeps a code waiting."""
    mail = replace(A_TEXT, dedupe="mail-terms", channel=Channel.EMAIL)
    outbox.add(mail, A_TEXT, TO_BERIT)
    for lane in Lane:
        deliver_due(outbox.engine, outbox.cipher, outbox.provider.send, lambda: NOON, [lane])
    assert outbox.provider.taken == [(BERIT, TO_BERIT), (BERIT, A_TEXT), (BERIT, mail)]


def test_what_is_meant_for_later_does_not_wait_yet(outbox: Outbox) -> None:
    outbox.add(TO_BERIT, replace(TO_BERIT, dedupe="reminder", not_before=NOON + A_DAY))
    assert backlog(outbox.engine, NOON) == Backlog(1, NOON, 0)
    outbox.deliver()
    assert backlog(outbox.engine, NOON) == Backlog(0, None, 0)
    assert backlog(outbox.engine, NOON + 2 * A_DAY) == Backlog(1, NOON + A_DAY, 0)


def test_whoever_is_in_no_table_any_more_is_sent_nothing(outbox: Outbox) -> None:
    outbox.add(replace(TO_BERIT, recipient="gone"))
    assert outbox.deliver() == 1
    assert outbox.provider.taken == []


def test_messages_leave_in_their_order_however_many(outbox: Outbox) -> None:
    outbox.add(*numbered(2 * MOST_AT_ONCE + 1))
    assert outbox.deliver() == 2 * MOST_AT_ONCE + 1
    assert outbox.provider.codes == [str(number) for number in range(2 * MOST_AT_ONCE + 1)]


def test_codes_leave_before_whatever_else_waits(outbox: Outbox) -> None:
    others = [replace(A_TEXT, dedupe=f"text:{number}", values={"code": "a text"}) for number in range(MOST_AT_ONCE)]
    outbox.add(*others, TO_BERIT)
    outbox.deliver()
    assert outbox.provider.codes == ["123456"] + ["a text"] * MOST_AT_ONCE


def test_a_batch_is_claimed_together_and_marked_together(outbox: Outbox) -> None:
    """So that it costs two commits, however many messages are in it."""
    outbox.add(*numbered(MOST_AT_ONCE))
    meanwhile: list[tuple[int, str | None]] = []

    def send(_to: Addressee, _message: Message) -> None:
        meanwhile.extend((attempts, outcome) for _, _, attempts, outcome in outbox.rows())

    assert deliver_due(outbox.engine, outbox.cipher, send, lambda: NOON) == MOST_AT_ONCE
    assert meanwhile == [(1, SENDING)] * MOST_AT_ONCE**2


def test_what_is_refused_is_marked_so_and_holds_up_nobody(outbox: Outbox) -> None:
    outbox.add(*numbered(3))
    outbox.provider.failing, outbox.provider.failing_at = MessageRefused(), "1"
    assert [outbox.deliver(), outbox.deliver(NOON + A_DAY)] == [3, 0]
    assert outbox.provider.codes == ["0", "2"]
    assert [row[1:] for row in outbox.rows()] == [(None, 1, outcome) for outcome in (SENT, REFUSED, SENT)]


def test_a_fault_of_ours_is_raised_when_the_others_are_on_their_way(outbox: Outbox) -> None:
    outbox.add(*numbered(3))
    outbox.provider.failing, outbox.provider.failing_at = InvalidSeal(), "1"
    with pytest.raises(InvalidSeal):
        outbox.deliver()
    assert outbox.provider.codes == ["0", "2"]
    outbox.provider.failing = None
    assert outbox.deliver(NOON + A_DAY) == 1
    assert outbox.provider.codes == ["0", "2", "1"]


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


def test_what_a_dead_worker_held_is_sent_by_another_after_its_lease(outbox: Outbox) -> None:
    outbox.add(A_TEXT)
    outbox.provider.failing = Crash()
    with pytest.raises(Crash):
        outbox.deliver()
    outbox.provider.failing = None
    assert outbox.deliver(NOON + LEASE - timedelta(seconds=1)) == 0
    assert outbox.deliver(NOON + LEASE) == 1
    assert len(outbox.provider.taken) == 1


def test_a_message_that_kills_its_worker_takes_others_along_once(outbox: Outbox) -> None:
    """Those before it in its batch are sent twice, those after it a lease later, all of them but once."""
    outbox.add(*numbered(4))
    outbox.provider.failing, outbox.provider.failing_at = Crash(), "1"
    for lease in range(2):
        with pytest.raises(Crash):
            outbox.deliver(NOON + lease * LEASE)
    outbox.deliver(NOON + A_DAY)
    assert outbox.provider.codes == ["0", "0", "2", "3"]
    assert [outcome for *_, outcome in outbox.rows()] == [SENT, UNKNOWN, SENT, SENT]


def test_a_message_that_waits_does_not_hold_up_the_next(outbox: Outbox) -> None:
    outbox.add(TO_BERIT)
    outbox.provider.failing = Unavailable()
    outbox.deliver()
    outbox.provider.failing = None
    outbox.add(replace(TO_BERIT, dedupe="code:call:2", values={"code": "654321"}))
    assert outbox.deliver() == 1
    assert outbox.provider.codes == ["654321"]


def test_what_is_new_goes_before_all_that_was_tried(outbox: Outbox) -> None:
    """As many as are claimed at once may wait for their next attempt: a code of now does not wait behind them."""
    outbox.add(*numbered(MOST_AT_ONCE))
    outbox.provider.failing = Unavailable()
    outbox.deliver()
    outbox.provider.failing = None
    outbox.add(replace(A_TEXT, values={"code": "new"}))
    outbox.deliver(NOON + A_DAY)
    assert outbox.provider.codes == ["new", *(str(number) for number in range(MOST_AT_ONCE))]


def test_two_workers_send_each_message_once(outbox: Outbox) -> None:
    outbox.add(*numbered(30))
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: outbox.deliver(), range(2))) == 30
    assert len(set(outbox.provider.codes)) == len(outbox.provider.codes) == 30


def test_a_long_message_is_sent_whole(outbox: Outbox) -> None:
    outbox.add(long := replace(TO_BERIT, values={"text": "å" * 2000}))
    outbox.deliver()
    assert outbox.provider.taken == [(BERIT, long)]
