"""The unit of work: one contract for memory and both databases; then what only a database can lose."""

import sqlite3
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from domain.disclosure import Fact
from domain.errors import Unavailable
from domain.identifiers import CustomerNumber, Identifier
from domain.messages import Message
from domain.people import NOBODY, Person
from domain.repositories import CallRecord, Disclosure
from domain.requests import TurnKey
from domain.unit_of_work import Transactions
from domain.verification import Challenge, Level
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import open_engine, translated, writing
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line
from tests.forked import processes_with

BERIT = demo.PEOPLE["customer-open"]
KEY = TurnKey("call", 1)
CHALLENGE = Challenge("call.1", "call", BERIT.ref, b"claimed", b"proof", NOON)
MESSAGE = Message("code:call:1", BERIT.ref, "sv-SE", "text-code", {"code": "123456"}, NOON)
DISCLOSURE = Disclosure(KEY, BERIT.ref, Level.VERIFIED, (Fact.BALANCE, Fact.ARREARS), NOON)

ROUNDS, WORKERS = 25, 4
PROCESSES = processes_with(__name__)


@pytest.mark.parametrize("person", demo.PEOPLE.values(), ids=demo.PEOPLE)
def test_everybody_is_found_by_either_number_and_by_reference(line: Line, person: Person) -> None:
    with line.transactions.begin() as work:
        assert work.people.find(person.national_number) == person
        assert work.people.find(person.customer_number) == person
        assert work.people.get(person.ref) == person


@pytest.mark.parametrize("identifier", [demo.IN_NO_TABLE, CustomerNumber("99999999"), CustomerNumber("198507099805")])
def test_nobody_else_is_found(line: Line, identifier: Identifier) -> None:
    """Nor anybody by the one number given as the other."""
    with line.transactions.begin() as work:
        assert work.people.find(identifier) is None
        assert work.people.recognised(identifier, NOON) is None
        assert work.people.get(NOBODY) is None


def test_accounts_and_applications_come_back_as_they_were_stored(line: Line) -> None:
    with line.transactions.begin() as work:
        accounts = [account for person in demo.PEOPLE.values() for account in work.accounts.of(person.ref)]
        applications = [one for person in demo.PEOPLE.values() for one in work.applications.of(person.ref)]
    assert accounts == demo.accounts(NOON)
    assert applications == demo.applications(NOON)


def test_nobody_has_nothing(line: Line) -> None:
    with line.transactions.begin() as work:
        assert not work.accounts.of(NOBODY)
        assert not work.applications.of(NOBODY)


def test_offers_come_in_the_order_of_their_profiles(line: Line) -> None:
    with line.transactions.begin() as work:
        offers = work.offers.list()
    assert offers == demo.offers()
    assert offers[0].interest == Decimal("35.00")


def test_a_call_is_made_when_it_is_first_locked_and_kept(line: Line) -> None:
    changed = CallRecord("call", "en-GB", BERIT.ref, Level.VERIFIED, "call.1", starts=2, wrong_codes=1)
    with line.transactions.begin() as work:
        assert work.calls.lock("call", "en-GB") == CallRecord("call", "en-GB")
        work.calls.save(changed)
    with line.transactions.begin() as work:
        assert work.calls.lock("call", "sv-SE") == changed


def test_a_challenge_comes_back_as_it_was_saved(line: Line) -> None:
    changed = replace(CHALLENGE, mac=b"new", sent_at=NOON + timedelta(microseconds=1), wrong_codes=3, is_used=True)
    with line.transactions.begin() as work:
        assert work.challenges.lock("call.1") is None
        work.challenges.add(CHALLENGE)
        assert work.challenges.lock("call.1") == CHALLENGE
        work.challenges.save(changed)
    with line.transactions.begin() as work:
        assert work.challenges.lock("call.1") == changed


def test_a_call_keeps_the_answer_to_the_last_turn_that_asked(line: Line) -> None:
    with line.transactions.begin() as work:
        record = work.calls.lock("call", "en-GB")
        assert (record.last_turn, record.last_answer) == (None, None)
        work.calls.answered(KEY, "CodeSent")
    with line.transactions.begin() as work:
        assert work.calls.lock("call", "en-GB") == replace(record, last_turn=1, last_answer="CodeSent")
        assert work.calls.lock("another", "en-GB").last_turn is None


def test_a_message_with_a_known_key_changes_nothing(line: Line) -> None:
    for code in ("123456", "654321"):
        with line.transactions.begin() as work:
            work.outbox.add(replace(MESSAGE, values={"code": code}))
    assert list(line.messages()) == [MESSAGE]


def test_a_turn_that_tells_leaves_one_row_in_the_audit(line: Line) -> None:
    for _ in range(2):
        with line.transactions.begin() as work:
            work.audit.add(DISCLOSURE)
    assert list(line.disclosures()) == [DISCLOSURE]


def test_a_block_that_fails_changes_nothing(line: Line) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_everything_and_fail(line.transactions)
    with line.transactions.begin() as work:
        assert work.challenges.lock("call.1") is None
        assert work.calls.lock("call", "sv-SE") == CallRecord("call", "sv-SE")
    assert not line.messages()
    assert not line.disclosures()


def _write_everything_and_fail(transactions: Transactions) -> None:
    with transactions.begin() as work:
        work.calls.lock("call", "en-GB")
        work.calls.save(CallRecord("call", "en-GB", starts=1))
        work.calls.answered(KEY, "CodeSent")
        work.challenges.add(CHALLENGE)
        work.outbox.add(MESSAGE)
        work.audit.add(DISCLOSURE)
        raise ZeroDivisionError


def test_no_update_of_many_threads_is_lost(line: Line) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda _: _count_wrong_codes(line.transactions), range(WORKERS)))
    assert _wrong_codes(line.transactions) == WORKERS * ROUNDS


def test_no_update_of_many_processes_is_lost(database_url: str, engine: Engine, cipher: Cipher) -> None:
    with ProcessPoolExecutor(WORKERS, PROCESSES) as pool:
        list(pool.map(_count_in_a_process, [database_url] * WORKERS))
    assert _wrong_codes(SqlTransactions(engine, cipher, demo.LEDGER)) == WORKERS * ROUNDS


def _count_in_a_process(database_url: str) -> None:
    _count_wrong_codes(SqlTransactions(open_engine(database_url), Cipher(["a secret of this process"]), demo.LEDGER))


def _count_wrong_codes(transactions: Transactions) -> None:
    """A writer that waited for longer than its budget tries again."""
    left = ROUNDS
    while left:
        try:
            with transactions.begin() as work:
                record = work.calls.lock("call", "en-GB")
                work.calls.save(replace(record, wrong_codes=record.wrong_codes + 1))
        except Unavailable:
            continue
        left -= 1


def _wrong_codes(transactions: Transactions) -> int:
    with transactions.begin() as work:
        return work.calls.lock("call", "en-GB").wrong_codes


def test_readers_read_while_somebody_writes(seeded: Engine) -> None:
    with writing(seeded).begin() as writer, seeded.connect() as reader:
        writer.exec_driver_sql("DELETE FROM offers")
        assert reader.exec_driver_sql("SELECT count(*) FROM offers").scalar() == 3


def test_a_file_that_others_keep_is_unavailable_after_its_budget(sqlite_url: str, cipher: Cipher) -> None:
    engine = open_engine(sqlite_url)
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable), SqlTransactions(engine, cipher, demo.LEDGER).begin():
            pass
        other.execute("ROLLBACK")
    other.close()
    engine.dispose()


def test_a_writer_begins_as_soon_as_another_process_has_ended(sqlite_url: str) -> None:
    """SQLite's own wait (https://sqlite.org/c3ref/busy_timeout.html) sleeps for 100 ms after a quarter of a second."""
    engine = open_engine(sqlite_url)
    assert min(_seconds_until_begun(engine, held=0.24) for _ in range(3)) < 0.05
    engine.dispose()


def _seconds_until_begun(engine: Engine, held: float) -> float:
    """After another one, who writes for so long, has ended."""
    other = sqlite3.connect(engine.url.database or "", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ended: list[float] = []

    def end() -> None:
        ended.append(time.perf_counter())
        other.rollback()

    timer = threading.Timer(held, end)
    timer.start()
    with writing(engine).begin():
        begun = time.perf_counter()
    timer.join()
    other.close()
    return begun - ended[0]


def test_a_database_without_its_tables_is_unavailable_and_tells_no_values(new_url: str, cipher: Cipher) -> None:
    engine = open_engine(new_url)
    with pytest.raises(Unavailable) as fault, SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
        work.outbox.add(replace(MESSAGE, dedupe="canary"))
    assert "canary" not in repr(fault.value)
    assert fault.value.__suppress_context__
    engine.dispose()


def test_what_breaks_a_rule_of_the_tables_is_a_fault_of_ours(engine: Engine) -> None:
    with pytest.raises(IntegrityError), translated(), engine.begin() as connection:
        connection.execute(insert(tables.event_log), [{"call": "call", "position": 1, "sealed": b""}] * 2)


def test_a_commit_to_a_file_survives_the_loss_of_power(sqlite_url: str) -> None:
    """https://sqlite.org/pragma.html#pragma_synchronous: in WAL mode only FULL (2) is durable."""
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000
    engine.dispose()
