"""The SQL engine, and the one way its failures leave this package."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, InternalError, NotSupportedError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import Unavailable

WAIT_SECONDS = 1.0  # the budget of one SQL statement, and of waiting for a connection
CONNECTIONS = 8  # of one process: as many as a web worker has threads

SQLITE_PRAGMAS = (
    "synchronous = FULL",  # in WAL mode NORMAL may lose a commit that was already spoken of
    "foreign_keys = ON",
)

# What no value is to blame for, as it is for DataError and IntegrityError: a server that is down, slow or a standby by
# now, tables or rights that are missing.
NO_ANSWER = (OperationalError, InterfaceError, InternalError, NotSupportedError, ProgrammingError)


def open_engine(database_url: str, budget: float = WAIT_SECONDS) -> Engine:
    """`sqlite:////path/to/file` or `postgresql+psycopg://…`. No statement's parameters in any exception's text."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, budget)
    from storage.postgres import open_postgres  # noqa: PLC0415 - its driver is an extra, which SQLite does without

    return open_postgres(url, budget, CONNECTIONS)


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
    except NO_ANSWER as error:
        reason = str(error.orig).partition("\n")[0]  # PostgreSQL's further lines may quote values
        raise Unavailable(f"the database does not answer: {reason}") from None
    except NoFreeConnection:
        raise Unavailable("the database does not answer: no free connection") from None


def _open_sqlite(url: URL, budget: float) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=budget,
        # The driver's own BEGIN comes too late to serialise writers; its timeout is SQLite's busy_timeout.
        connect_args={"isolation_level": None, "timeout": budget},
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
