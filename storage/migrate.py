"""Bring a database's tables up to date, or tell what is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.errors import Unavailable
from storage.engine import open_engine, translated, writing

MIGRATIONS = Path(__file__).with_name("migrations")


class DatabaseUnreachable(Unavailable):
    """It cannot be opened; the message has the driver's reason, never the URL with its password."""


def upgrade(database_url: str) -> None:
    """All or nothing, one at a time; harmless where nothing is pending. Raises DatabaseUnreachable."""
    with _connected(database_url) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(database_url: str) -> list[str]:
    """The revisions that are yet to run, oldest first. Raises DatabaseUnreachable."""
    with _connected(database_url) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.iterate_revisions("head", current or "base")][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    engine = open_engine(database_url)
    try:
        with translated(), writing(engine).begin() as connection:
            yield connection
    except Unavailable as fault:
        raise DatabaseUnreachable(str(fault)) from None
    finally:
        engine.dispose()
