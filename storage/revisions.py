"""Which revisions of the tables a database is yet to get. Every readiness probe asks, so it takes no migration tool.

Revisions follow each other in one line, and their files are numbered in its order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from domain.errors import Unavailable
from storage.engine import WAIT_SECONDS, Damaged, open_engine, translated, writing
from storage.tables import compatibility

MIGRATIONS = Path(__file__).with_name("migrations")
REVISIONS = sorted(file.name[1:5] for file in MIGRATIONS.glob("versions/r[0-9]*.py"))
OLDEST = "0018"
"""The revision of the oldest version that may run on these tables: raised by what takes something away."""
VERSION = table("alembic_version", column("version_num"))
"""Where the tool notes the revision that a database has."""


class DatabaseUnreachable(Unavailable):
    """It cannot be opened; the message has the driver's reason, never the URL with its password."""


class DatabaseDamaged(DatabaseUnreachable):
    """Its file is there, and is not whole."""


class DatabaseNewer(Exception):
    """Its tables are those of a newer version, which have taken away what this one stands on."""


def pending(database_url: str) -> list[str]:
    """The revisions that are yet to run, oldest first: a plain read. Raises DatabaseUnreachable."""
    with connected(database_url, WAIT_SECONDS, writes=False) as connection:
        current = current_revision(connection)
    return [revision for revision in REVISIONS if revision > current]


def newer_revision(database_url: str) -> str | None:
    """The database's, where a newer version has only added to its tables; None where it is none of a newer one.

    Raises DatabaseNewer, DatabaseUnreachable.
    """
    with connected(database_url, WAIT_SECONDS, writes=False) as connection:
        return revision_ahead(connection)


def revision_ahead(connection: Connection) -> str | None:
    """As `newer_revision`, of a connection."""
    current = current_revision(connection)
    if current <= REVISIONS[-1]:
        return None
    if connection.execute(select(compatibility.c.oldest)).scalar_one() > REVISIONS[-1]:
        raise DatabaseNewer
    return current


@contextmanager
def connected(database_url: str, budget: float, *, writes: bool) -> Iterator[Connection]:
    """To a database that may be anything yet, for one transaction; `budget` in seconds."""
    try:
        engine = open_engine(database_url, budget)
    except ImportError:
        raise DatabaseUnreachable("the driver of PostgreSQL is not installed: psycopg") from None
    try:
        with translated(), (writing(engine) if writes else engine).begin() as connection:
            yield connection
    except Damaged as fault:
        raise DatabaseDamaged(str(fault)) from None
    except Unavailable as fault:
        raise DatabaseUnreachable(str(fault)) from None
    finally:
        engine.dispose()


def current_revision(connection: Connection) -> str:
    if not inspect(connection).has_table(VERSION.name):
        return ""
    return connection.execute(select(VERSION.c.version_num)).scalar() or ""
