"""An SQLite file with many calls and counters, and a page of it overwritten."""

import sqlite3
from contextlib import closing
from pathlib import Path

A_CALL = "INSERT INTO calls (call, language, level, starts, wrong_codes) VALUES (?, 'en-GB', 0, 0, 0)"
A_COUNTER = (
    "INSERT INTO counters (counted, subject, amount, since, until)"
    " VALUES ('x', ?, 1, '2026-11-30 12:00:00.000000', '2026-11-30 13:00:00.000000')"
)
ROWS = 2000
PAGE_SIZE = 4096  # bytes; pages are counted from 1


def fill(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in (A_CALL, A_COUNTER):
            connection.executemany(statement, [(f"{number}",) for number in range(ROWS)])
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def last_page_of(file: Path, table: str) -> int:
    return _page(file, "SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'", table)


def root_of(file: Path, table: str) -> int:
    """The page that every look-up in the table begins with."""
    return _page(file, "SELECT rootpage FROM sqlite_master WHERE name = ?", table)


def overwrite(file: Path, page: int) -> None:
    with file.open("r+b") as database:
        database.seek((page - 1) * PAGE_SIZE)
        database.write(b"\xff" * PAGE_SIZE)


def _page(file: Path, statement: str, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(statement, (table,)).fetchone()[0])
