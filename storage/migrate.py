"""Bring a database's tables up to date, or tell what is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import ArgumentError

from domain.errors import Unavailable
from storage.engine import WAIT_SECONDS, open_engine, translated, writing

MIGRATIONS = Path(__file__).with_name("migrations")
PATIENCE_SECONDS = 600.0  # for a migration, and for one that another has begun
TURN = 0x63726564  # any number of our own: whoever holds this lock of PostgreSQL migrates


class DatabaseUnreachable(Unavailable):
    """It cannot be opened; the message has the driver's reason, never the URL with its password."""


def upgrade(database_url: str) -> None:
    """All or nothing, one at a time; harmless where nothing is pending. Raises DatabaseUnreachable."""
    with _connected(database_url, PATIENCE_SECONDS, writes=True) as connection:
        _await_turn(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(database_url: str) -> list[str]:
    """The revisions that are yet to run, oldest first: a plain read. Raises DatabaseUnreachable."""
    with _connected(database_url, WAIT_SECONDS, writes=False) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.iterate_revisions("head", current or "base")][::-1]


def _await_turn(connection: Connection) -> None:
    """SQLite's writers wait for each other by themselves.

    Only for its turn is a migration patient. For a table's lock it waits no longer than anybody: whoever comes after
    it would wait too, and the line would stand still.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@contextmanager
def _connected(database_url: str, budget: float, *, writes: bool) -> Iterator[Connection]:
    try:
        engine = open_engine(database_url, budget)
    except (ArgumentError, ImportError) as fault:
        raise DatabaseUnreachable(f"no driver for this address: {type(fault).__name__}") from None
    try:
        with translated(), (writing(engine) if writes else engine).begin() as connection:
            yield connection
    except Unavailable as fault:
        raise DatabaseUnreachable(str(fault)) from None
    finally:
        engine.dispose()
