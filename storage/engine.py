"""The SQL engine, and the one way its failures leave this package."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import InterfaceError, InternalError, NotSupportedError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import Unavailable
from storage.sqlite import open_sqlite

WAIT_SECONDS = 1.0  # the budget of one SQL statement, and of waiting for a connection
CONNECTIONS = 8  # of one process: a web worker has half as many threads, so none ever waits for one

# What no value is to blame for, as it is for DataError and IntegrityError: a server that is down, slow or a standby by
# now, tables or rights that are missing.
NO_ANSWER = (OperationalError, InterfaceError, InternalError, NotSupportedError, ProgrammingError)


def open_engine(database_url: str, budget: float = WAIT_SECONDS) -> Engine:
    """`sqlite:////path/to/file` or `postgresql+psycopg://…`. No statement's parameters in any exception's text."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return open_sqlite(url, budget, CONNECTIONS)
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
