"""Bring a database's tables up to date."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from storage.revisions import MIGRATIONS, OLDEST, connected, revision_ahead
from storage.tables import compatibility

PATIENCE_SECONDS = 600.0  # for a migration, and for one that another has begun
TURN = 0x63726564  # any number of our own: whoever holds this lock of PostgreSQL migrates


def upgrade(database_url: str) -> None:
    """All or nothing, one at a time; harmless where nothing is pending, or a newer version has added to the tables.

    Raises DatabaseUnreachable, DatabaseNewer.
    """
    with connected(database_url, PATIENCE_SECONDS, writes=True) as connection:
        _await_turn(connection)
        if revision_ahead(connection):
            return
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _note_oldest(connection)


def _note_oldest(connection: Connection) -> None:
    """For versions that start later and are older than this one."""
    known = {"id": 1, "oldest": OLDEST}
    connection.execute(insert(compatibility).values(known).on_conflict_do_update(index_elements=["id"], set_=known))


def _await_turn(connection: Connection) -> None:
    """SQLite's writers wait for each other by themselves.

    Only for its turn is a migration patient. For a table's lock it waits no longer than anybody: whoever comes after
    it would wait too, and the line would stand still.
    """
    if connection.dialect.name == "postgresql":
        patience = connection.execute(text("SHOW lock_timeout")).scalar_one()  # a pooler's session has no default
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        connection.execute(text(f"SET LOCAL lock_timeout = '{patience}'"))
