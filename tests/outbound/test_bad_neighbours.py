"""Carriers and mail servers that are slow, absent or lie, from the outbox to a real server: each is sent once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import select

from domain.lanes import LONGEST, Lane
from domain.messages import Channel, Message
from domain.people import Addressee
from domain.reach import Reach
from domain.services.notices import values_of
from ivr import metrics, wiring_worker
from ivr.clock_watch import ClockWatch
from ivr.counts import TALLY
from ivr.database_clock import DatabaseClock
from ivr.outbound import smtp_session
from ivr.outbound.mails import EmailMessages
from ivr.outbound.texts import TextLookup, TextMessages
from ivr.parts import Parts
from ivr.tasks import Tasks
from ivr.wiring_messages import lanes
from storage import demo, tables
from storage.carriers import texts_leave
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.lanes import SETTLED
from storage.outbox import SENT, UNKNOWN
from storage.seeding import seed
from storage.transactions import Database
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, SettableClock
from tests.fakes.sessions import MemoryCallSessions
from tests.outbound.mail_server import HOST, Postbox, mail_server
from tests.outbound.test_agreement_pdf import AGREEMENT
from tests.outbound.test_email import sender as mail_sender
from tests.outbound.test_sms import Messages, twilio
from tests.outbound.test_sms import sender as text_sender
from tests.service import PATIENCE, until

__all__ = ["twilio"]

BERIT = demo.PEOPLE["customer-open"]
VALUES = values_of(AGREEMENT) | {"account": "456", "until": date(2026, 12, 4)}
MAIL = Message("mail-signed:5f", BERIT.ref, "sv-SE", "mail-signed", VALUES, NOON, Channel.EMAIL)
CODE = Message("code:call:1", BERIT.ref, "sv-SE", "text-code", {"code": "482913"}, NOON)
TEXT = Message("text-signed:5f", BERIT.ref, "sv-SE", "text-signed", VALUES, NOON)
KEY = "ab" * 32


@dataclass
class Worker:
    """The worker's lanes on a database, at whatever time it is."""

    parts: Parts
    clock: SettableClock
    lanes: Sequence[Tasks]

    def works(self) -> None:
        for tasks in self.lanes:
            for run in tasks.values():
                run()

    def works_later(self, by: timedelta) -> None:
        self.clock.advance(by)
        self.works()

    def works_until(self, outcome: str) -> timedelta:
        """How long that took."""
        while self.row.outcome != outcome:
            assert self.row.due_at, self.row.outcome
            self.works_later(max(self.row.due_at - self.clock.now(), timedelta()))
        return self.clock.now() - NOON

    @property
    def row(self) -> Any:
        with self.parts.engine.connect() as connection:
            return connection.execute(select(tables.outbox)).one()

    def is_told(self, *messages: Message) -> None:
        with SqlTransactions(self.parts.engine, self.parts.cipher, demo.LEDGER).begin() as work:
            for message in messages:
                work.outbox.add(message)


@pytest.fixture
def parts(sqlite_url: str, clock: SettableClock) -> Iterator[Parts]:
    cipher, engine = Cipher([KEY]), open_engine(sqlite_url)
    seed(engine, cipher, NOON, fresh=False)
    watch, right = ClockWatch(lambda _: None, clock.now), DatabaseClock(lambda: 0.0)
    yield Parts(engine, cipher, MemoryCallSessions(), clock, watch, right)
    engine.dispose()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@dataclass
class Greylist(Postbox):
    """Puts off whom it does not know for five minutes, as postgrey does. `attempts`: when, by the test's clock."""

    clock: SettableClock = field(default_factory=SettableClock)
    attempts: list[timedelta] = field(default_factory=list)

    async def handle_RCPT(self, *conversation: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.attempts.append(self.clock.now() - NOON)
        is_known = self.attempts[-1] >= self.attempts[0] + timedelta(minutes=5)
        self.recipient_answer = None if is_known else "450 4.2.0 Greylisted, try again later"
        return await super().handle_RCPT(*conversation)


def by_mail(parts: Parts, clock: SettableClock, port: int) -> Worker:
    messages = EmailMessages(mail_sender(f"smtp://{HOST}:{port}"), lambda _sha256: None)
    return Worker(parts, clock, lanes(parts, messages.send, None))


@pytest.fixture
def by_text(parts: Parts, clock: SettableClock, twilio: Messages) -> Worker:
    carrier = text_sender(twilio)
    return Worker(parts, clock, lanes(parts, TextMessages(carrier, Reach()).send, TextLookup(carrier).was_taken))


def test_a_server_that_greylists_gets_the_mail_once_it_takes_it(parts: Parts, clock: SettableClock) -> None:
    """RFC 5321, 4.5.4.1: a client that is put off tries again."""
    postbox = Greylist(clock=clock)
    with mail_server(postbox) as port:
        worker = by_mail(parts, clock, port)
        worker.is_told(MAIL)
        assert timedelta(minutes=5) <= worker.works_until(SENT) < timedelta(minutes=10)
    assert [recipient for recipient, _ in postbox.taken] == [BERIT.email]


def test_two_days_without_a_mail_server_lose_nothing(parts: Parts, clock: SettableClock) -> None:
    worker = by_mail(parts, clock, 9)
    worker.is_told(MAIL)
    while clock.now() < NOON + timedelta(days=2):
        worker.works()
        clock.advance(timedelta(hours=1))
    with mail_server(postbox := Postbox()) as port:
        by_mail(parts, clock, port).works_later(timedelta(hours=1))
    assert [recipient for recipient, _ in postbox.taken] == [BERIT.email]


def test_a_server_whose_answer_is_lost_gets_one_more_copy_that_can_be_told(
    parts: Parts, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_session, "MAIL_TAKEN", 0.1)
    postbox = Postbox()
    postbox.may_answer.clear()
    with mail_server(postbox) as port:
        worker = by_mail(parts, clock, port)
        worker.is_told(MAIL)
        worker.works()
        assert (worker.row.outcome, worker.row.due_at) == (UNKNOWN, NOON + SETTLED)
        for _ in range(5):
            worker.works_later(timedelta(days=1))
        assert (worker.row.outcome, worker.row.due_at, worker.row.body is None) == (UNKNOWN, None, False)
    first, again = (mail["Message-ID"] for mail in postbox.arrived)
    assert first == again


def test_a_slow_carrier_gets_one_text(by_text: Worker, twilio: Messages) -> None:
    """Its answer never arrives: it is asked what it has, and has it."""
    by_text.is_told(TEXT)
    twilio.hangs_up = True
    by_text.works()
    assert by_text.row.outcome == UNKNOWN
    twilio.hangs_up = False
    by_text.works_until(SENT)
    assert len(twilio.asked) == 1


def test_a_text_that_a_slow_carrier_has_not_taken_is_sent_again(by_text: Worker, twilio: Messages) -> None:
    by_text.is_told(TEXT)
    twilio.answer = (503, {"code": 20503, "message": "busy", "status": 503})
    by_text.works()
    assert by_text.row.outcome == UNKNOWN
    twilio.answer = (201, {"sid": "SM" + "0" * 32})
    by_text.works_until(SENT)
    assert (len(twilio.asked), len(twilio.stored)) == (2, 1)


def test_a_slow_carrier_gets_a_code_once(by_text: Worker, twilio: Messages) -> None:
    by_text.is_told(CODE)
    twilio.hangs_up = True
    by_text.works()
    twilio.hangs_up = False
    for _ in range(5):
        by_text.works_later(SETTLED)
    assert len(twilio.asked) == 1
    assert (by_text.row.outcome, by_text.row.body) == (UNKNOWN, None)


def test_the_carrier_is_told_until_when_a_code_is_of_use(by_text: Worker, twilio: Messages) -> None:
    """It has a queue of its own, in which a code may grow old."""
    by_text.is_told(replace(CODE, expires_at=datetime.now(UTC) + timedelta(minutes=2)))
    by_text.works()
    [(_, _, form)] = twilio.asked
    assert 110 <= int(form["ValidityPeriod"][0]) <= 120


def test_many_codes_on_a_slow_carrier_do_not_look_like_a_worker_that_is_gone(
    parts: Parts, clock: SettableClock
) -> None:
    """Callers are promised codes as long as each leaves within the time that one may take."""
    database, are_promised = Database(parts.engine), []

    def send_slowly(_to: Addressee, _message: Message) -> None:
        clock.advance(LONGEST[Lane.CODES])
        with database.reading() as transaction:
            are_promised.append(texts_leave(transaction, clock.now()))

    worker = Worker(parts, clock, lanes(parts, send_slowly, None))
    worker.works()
    worker.is_told(*(replace(CODE, dedupe=f"code:call:{number}") for number in range(10)))
    worker.works()
    assert are_promised == [True] * 10


def test_a_refusal_is_logged_and_counted_and_names_nobody(
    by_text: Worker, twilio: Messages, capsys: pytest.CaptureFixture[str]
) -> None:
    assert BERIT.phone
    before = refused_texts()
    twilio.answer = (400, {"code": 21610, "message": f"{BERIT.phone.e164} has opted out", "status": 400})
    by_text.is_told(TEXT)
    by_text.works()
    logged = "".join(capsys.readouterr())
    assert refused_texts() == before + 1
    assert all(word in logged for word in ("message_not_sent", "refused", "21610"))
    assert BERIT.phone.e164 not in logged


def refused_texts() -> float:
    return sum(TALLY.counts().get((metrics.MESSAGES.name, ("text", "refused")), ()))


@dataclass
class Stuck:
    """Takes codes at once; texts and mail keep it until it is let go. `taken`: the messages."""

    may_go_on: Event = field(default_factory=Event)
    is_stuck: dict[str, Event] = field(default_factory=lambda: {"text": Event(), "mail": Event()})
    taken: list[Message] = field(default_factory=list)

    def send(self, _to: Addressee, message: Message) -> None:
        if message.dedupe != CODE.dedupe:
            self.is_stuck["mail" if message.channel is Channel.EMAIL else "text"].set()
            self.may_go_on.wait(PATIENCE)
        self.taken.append(message)


def test_a_code_waits_behind_neither_a_hundred_texts_nor_a_mail(
    parts: Parts, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each lane has a thread of its own in the worker."""
    stuck, stop = Stuck(), Event()
    monkeypatch.setattr(wiring_worker, "parts", lambda _settings: parts)
    monkeypatch.setattr(wiring_worker, "_sending", lambda *_: (stuck.send, None))
    monkeypatch.setattr(wiring_worker, "_outside", lambda *_: {})
    worker = Worker(parts, clock, ())
    worker.is_told(MAIL, *(replace(TEXT, dedupe=f"text-signed:{number}") for number in range(100)))
    thread = Thread(target=wiring_worker.run_worker, args=(None, stop))
    thread.start()
    try:
        assert all(event.wait(PATIENCE) for event in stuck.is_stuck.values())
        worker.is_told(CODE)
        until(lambda: stuck.taken)
        assert [message.dedupe for message in stuck.taken] == [CODE.dedupe]
    finally:
        stop.set()
        stuck.may_go_on.set()
        thread.join(PATIENCE)
