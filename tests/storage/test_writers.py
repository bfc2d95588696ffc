"""Writers that wait: for each other on SQLite, for a counter on PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from domain.errors import Unavailable
from domain.limits import EVERYBODY, Counted, Tally
from storage.engine import WAIT_SECONDS, open_engine
from storage.repositories.calls import SqlCalls
from storage.repositories.counters import SqlCounters
from storage.transactions import Database
from tests.domain.line import NOON
from tests.service import until

THREADS, ROUNDS = 8, 40
OWN, OF_ALL = Tally(Counted.STARTS_BY_CALLER, b"caller", 10), Tally(Counted.CODES_IN_ALL, EVERYBODY, 10)


@pytest.fixture
def file(sqlite_url: str) -> Iterator[Database]:
    engine = open_engine(sqlite_url)
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Engine]:
    engine = open_engine(postgresql_url)
    yield engine
    engine.dispose()


def test_who_waits_too_long_to_write_is_turned_away_and_readers_are_not(file: Database) -> None:
    with file.writing(), ThreadPoolExecutor(1) as pool:
        fault = pool.submit(_write, file).exception(10 * WAIT_SECONDS)
        with file.reading() as transaction:
            assert SqlCalls(transaction).find("call") is None
    assert isinstance(fault, Unavailable)
    assert "wait to write" in str(fault)
    _write(file)


def test_who_opens_a_new_file_while_another_writes_to_it_gets_it_too(tmp_path: Path) -> None:
    """It cannot be made one for readers beside a writer just then; whoever comes next makes it so."""
    engine = open_engine(f"sqlite:///{tmp_path}/new.db", 0.01)
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as first:
        first.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    engine.dispose()


def test_nobody_of_many_who_write_is_turned_away(file: Database) -> None:
    """SQLite has those who wait look again after ever longer pauses, and whoever comes at the right moment is first."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: _write(file), range(THREADS * ROUNDS)))


def test_who_waits_for_a_counter_of_its_own_keeps_nobody_from_that_of_all(server: Engine) -> None:
    database = Database(server)
    with database.writing() as holder, ThreadPoolExecutor(1) as pool:
        SqlCounters(holder).add([OWN], NOON)
        waiting = pool.submit(_count, database, [OF_ALL, OWN])
        until(lambda: _waiting_for_a_row(server) == 1)
        assert _count(database, [OF_ALL]) == {OF_ALL.counted: 1}
        holder.cursor.connection.commit()
        assert waiting.result() == {OWN.counted: 2, OF_ALL.counted: 2}


def _write(database: Database) -> None:
    with database.writing() as transaction:
        SqlCalls(transaction).lock("call", "en-GB")


def _count(database: Database, tallies: list[Tally]) -> object:
    with database.writing() as transaction:
        return SqlCounters(transaction).add(tallies, NOON)


def _waiting_for_a_row(engine: Engine) -> int:
    mine = "datname = current_database() AND wait_event_type = 'Lock'"
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM pg_stat_activity WHERE {mine}")).scalar_one())  # noqa: S608 - a constant
