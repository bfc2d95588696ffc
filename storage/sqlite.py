"""What SQLite needs beyond its file: commits that last, and writers who do not wait for longer than they must."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import ArgumentError, OperationalError

PRAGMAS = (
    "synchronous = FULL",  # in WAL mode NORMAL may lose a commit that was already spoken of
    "foreign_keys = ON",
    "secure_delete = ON",  # what is deleted or sealed anew is gone from the file, too
)
BEGIN_WRITING = "BEGIN IMMEDIATE"
LOOK_AGAIN_SECONDS = 0.0005  # less than a commit takes


def check_sqlite(url: URL) -> None:
    """Raise ArgumentError where it leads to no file: memory is not shared by the processes of a service."""
    [[name], _] = dialect().create_connect_args(url)
    if ":memory:" in name:
        raise ArgumentError("no file")


def open_sqlite(url: URL, budget: float, connections: int) -> Engine:
    """`budget`: seconds to wait for other writers, and for a free one of so many `connections`."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=budget,
        pool_use_lifo=True,  # each holds pages of its own: what few connections can do, few do
        # The driver's own BEGIN comes too late to serialise writers; its timeout is SQLite's busy_timeout.
        connect_args={"isolation_level": None, "timeout": budget},
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def write_log_back(engine: Engine) -> None:
    """Empty the log beside the file, where what was deleted can still be read.

    It is tried until nobody reads there, for as long as others would wait; nobody waits for it.
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        with _not_waiting(driver.execute) as budget:
            deadline = monotonic() + budget
            while driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] and monotonic() < deadline:
                sleep(LOOK_AGAIN_SECONDS)


def begin_writing(execute: Callable[[str], Any]) -> None:
    """On the driver's connection or cursor, as soon as no other process writes, within the connection's busy_timeout.

    SQLite itself looks again after 1, 2, 5 … 100 ms, and sleeps while others come and go.
    """
    with _not_waiting(execute) as budget:
        _begin_until(monotonic() + budget, execute)


@contextmanager
def _not_waiting(execute: Callable[[str], Any]) -> Iterator[float]:
    """Inside, SQLite refuses at once what it would wait for at other times, for so many seconds."""
    budget = execute("PRAGMA busy_timeout").fetchone()[0]
    execute("PRAGMA busy_timeout = 0")
    try:
        yield budget / 1000
    finally:
        execute(f"PRAGMA busy_timeout = {budget}")


def _begin_until(deadline: float, execute: Callable[[str], Any]) -> None:
    while True:
        try:
            execute(BEGIN_WRITING)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
        sleep(LOOK_AGAIN_SECONDS)


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # The file's own mode, kept by it. Two that switch a new file at once do not wait for each other, as SQLite fears a
    # deadlock: whoever is refused goes on with what the other makes of it.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    """At once for writers only: as a rule for all it would lock out plain reads."""
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    driver: Any = connection.connection.driver_connection
    try:
        begin_writing(driver.execute)
    except sqlite3.OperationalError as error:
        raise OperationalError(BEGIN_WRITING, None, error) from None
