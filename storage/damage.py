"""Whether what every turn needs can be read: the calls, and what is counted over them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from time import monotonic
from urllib.parse import quote

from sqlalchemy import Engine, make_url, select

from storage.engine import WAIT_SECONDS, translated
from storage.tables import calls, counters

NEEDED = (counters, calls)  # the small one first
LOOK_SECONDS = 0.5
STEPS = 10_000  # of SQLite's machine, between two looks at the time
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def read_a_little(engine: Engine) -> None:
    """Raises Unavailable where the tables are not there, or not ours to read."""
    with translated(), engine.connect() as connection:
        for table in NEEDED:
            connection.execute(select(*table.primary_key).limit(1)).first()


def damaged_tables(database_url: str, clock: Callable[[], float] = monotonic) -> list[str]:
    """Those whose pages do not fit together, as far as half a second for each leads.

    Of SQLite only: PostgreSQL's checksums find a bad page when it is read. By a connection of its own, as another may
    remember a page as it was.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return []
    address = f"file:{quote(url.database or '')}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)) as connection:
        return [table.name for table in NEEDED if _is_damaged(connection, table.name, clock)]


def _is_damaged(connection: sqlite3.Connection, table: str, clock: Callable[[], float]) -> bool:
    """False where nobody knows: others write, or the time is up."""
    deadline = clock() + LOOK_SECONDS
    connection.set_progress_handler(lambda: clock() > deadline, STEPS)
    try:
        [(found,)] = connection.execute(f"PRAGMA quick_check('{table}')").fetchmany(1)
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode in DAMAGED
    return bool(found != "ok")
