"""The SQL engine, and the one way its failures leave this package."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import Unavailable

WAIT_SECONDS = 1  # the budget of one SQL statement, and of waiting for a connection

SQLITE_PRAGMAS = (
    f"busy_timeout = {WAIT_SECONDS * 1000}",
    "synchronous = FULL",  # in WAL mode NORMAL may lose a commit that was already spoken of
    "foreign_keys = ON",
)


def open_engine(database_url: str) -> Engine:
    """`sqlite:////path/to/file`. No statement's parameters in any exception's text."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return _open_sqlite(database_url)
    return create_engine(database_url, hide_parameters=True, pool_timeout=WAIT_SECONDS)


def writing(engine: Engine) -> Engine:
    """The same engine, for transactions that write: SQLite lets their writers in one after another.

    Without this two of them read the same row, both change it, and one update is lost.
    """
    return engine.execution_options(writes=True)


@contextmanager
def translated() -> Iterator[None]:
    """A database that does not answer is `Unavailable`. The chain is cut: the driver's exception holds parameters."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(f"the database does not answer: {error.orig}") from None
    except NoFreeConnection:
        raise Unavailable("the database does not answer: no free connection") from None


def _open_sqlite(database_url: str) -> Engine:
    engine = create_engine(
        database_url,
        hide_parameters=True,
        pool_timeout=WAIT_SECONDS,
        connect_args={"isolation_level": None},  # the driver's own BEGIN comes too late to serialise writers
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # The file's own mode, kept by it. Two that switch a new file at once do not wait for each other, as SQLite fears a
    # deadlock: whoever is refused goes on with what the other makes of it.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    """IMMEDIATE for writers only: as a rule for all it would lock out plain reads."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
