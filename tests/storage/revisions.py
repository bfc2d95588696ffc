"""Databases as an earlier version left them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.engine import open_engine, writing
from storage.revisions import MIGRATIONS


@contextmanager
def at_revision(url: str, revision: str) -> Iterator[Connection]:
    """A new database with the tables of that revision."""
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection
    engine.dispose()


def put_back(file: Path, revision: str) -> None:
    """Make an SQLite file one of that revision, with what it holds, as far as that revision has tables and columns."""
    newer = file.rename(file.with_suffix(".newer"))
    with at_revision(f"sqlite:///{file}", revision):
        pass
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("ATTACH ? AS newer", (str(newer),))
        known = _columns(database, "newer")
        for table, columns in _columns(database, "main").items():
            kept = ", ".join(f'"{column}"' for column in columns if column in known.get(table, ()))
            if kept:
                database.execute(f"INSERT INTO main.{table} ({kept}) SELECT {kept} FROM newer.{table}")  # noqa: S608


def _columns(database: sqlite3.Connection, schema: str) -> dict[str, list[str]]:
    """Of each table but the one that says which revision it is."""
    found = database.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()  # noqa: S608
    tables = [name for (name,) in found if name != "alembic_version"]
    return {table: [row[1] for row in database.execute(f"PRAGMA {schema}.table_info({table})")] for table in tables}
