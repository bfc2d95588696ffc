"""What is sent to a database, as its driver sees it: whoever sends it, and by whichever layer above."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, Pool, event

Note = Callable[[str], None]

LITERAL = re.compile(r"(?P<blob>x'[0-9a-f]*'|'\\x[0-9a-f]*')|'(?P<text>(?:[^']|'')*)'|\bNULL\b|(?<![\w$])-?\d+\b")


@contextmanager
def statements(of: Engine | type[Pool] = Pool) -> Iterator[list[str]]:
    """In order, BEGIN and COMMIT too, with the values written in. `of`: one engine, or all there are."""
    seen: list[str] = []
    with watched(seen.append, of):
        yield seen


@contextmanager
def watched(note: Note, of: Engine | type[Pool] = Pool) -> Iterator[None]:
    """`note` is told each of them, before the database is."""
    known: list[Any] = []

    def watch(connection: Any, _record: object, _proxy: object) -> None:
        if connection not in known:
            known.append(connection)
            _watch(connection, note)

    event.listen(of, "checkout", watch)
    try:
        yield
    finally:
        event.remove(of, "checkout", watch)
        for connection in known:
            _unwatch(connection)


def sizes_of(statement: str, *alike: str) -> str:
    """The statement with the kind and length of each value in its place. `alike`: texts that may as well be missing."""

    def size(literal: re.Match[str]) -> str:
        if literal["blob"]:
            return f"blob {len(literal['blob'])}"
        if literal["text"] is not None:
            return "text or none" if literal["text"] in alike else f"text {len(literal['text'])}"
        return "text or none" if literal[0] == "NULL" else "number"

    return LITERAL.sub(size, statement)


def _watch(connection: Any, note: Note) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.set_trace_callback(note)
        return

    class NotingCursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **how: Any) -> "NotingCursor":
            if self.connection.info.transaction_status == TransactionStatus.IDLE:
                note("BEGIN")
            note(psycopg.ClientCursor(self.connection).mogrify(query, params))
            return super().execute(query, params, **how)

    def commit() -> None:
        note("COMMIT")
        psycopg.Connection.commit(connection)

    connection.cursor_factory, connection.commit = NotingCursor, commit


def _unwatch(connection: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        with suppress(sqlite3.ProgrammingError):  # it is closed by now
            connection.set_trace_callback(None)
    else:
        connection.cursor_factory = psycopg.Cursor
        del connection.commit
