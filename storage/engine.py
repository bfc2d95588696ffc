"""The SQL engine, and the one way its failures leave this package."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from sqlalchemy import URL, Engine, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import Unavailable
from storage.said import said_by
from storage.sqlite import check_sqlite, open_sqlite

WAIT_SECONDS = 1.0  # the budget of one SQL statement, and of waiting for a connection
CONNECTIONS = 8  # of one process: a web worker has half as many threads, so none ever waits for one
DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg", "postgres"}

OF_VALUES = (DataError, IntegrityError)
"""All else is the database's own: it is down, slow, damaged or a standby by now, its tables or rights are missing."""


def read_address(database_url: str) -> URL:
    """What the database's driver is told, judged by itself. Raises what the libraries raise."""
    url = make_url(database_url)
    if url.drivername not in DRIVERS:
        raise ArgumentError("no database of ours")
    if url.get_backend_name() == "sqlite":
        check_sqlite(url)
    else:
        with suppress(ModuleNotFoundError):  # where the driver is missing, that is what to say
            from storage.postgres import check_postgres  # noqa: PLC0415 - as below

            check_postgres(url)
    return url


class Damaged(Unavailable):
    """The database's file is none of SQLite's, or no longer whole."""


def open_engine(database_url: str, budget: float = WAIT_SECONDS) -> Engine:
    """`sqlite:////path/to/file` or `postgresql+psycopg://…`. No statement's parameters in any exception's text."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return open_sqlite(url, budget, CONNECTIONS)
    from storage.postgres import open_postgres  # noqa: PLC0415 - its driver is an extra, which SQLite does without

    return open_postgres(url, budget, CONNECTIONS)


def ahead_of_database(engine: Engine) -> float:
    """Seconds by which this machine's clock is ahead of the database's; SQLite has none of its own."""
    if engine.dialect.name == "sqlite":
        return 0.0
    with translated(), engine.connect() as connection:
        theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return (datetime.now(UTC) - theirs).total_seconds()


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
    except OF_VALUES:
        raise
    except (DatabaseError, InterfaceError) as error:
        kind = (
            Damaged if type(error) is DatabaseError else Unavailable
        )  # as sqlite3 says it of a file that is not whole
        raise kind(f"the database does not answer: {said_by(error.orig)}") from None
    except NoFreeConnection:
        raise Unavailable("the database does not answer: no free connection") from None
