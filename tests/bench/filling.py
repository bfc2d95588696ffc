"""How many rows get into a database quickly."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import Engine, Table, event, insert, make_url, text

from storage import demo, tables
from storage.engine import open_engine, writing
from storage.repositories.documents import row_of_document
from storage.repositories.offers import row_of_offer
from tests.bench.grown import AGREEMENT, OF_CALLS, Row, makers, offers

AT_ONCE = 10_000  # rows of one INSERT


def fill(url: str, people: int, calls: int, now: datetime) -> None:
    """An up-to-date and empty database. By COPY on PostgreSQL, by INSERT on SQLite."""
    engine = open_engine(url, budget=600)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    add = _copy if engine.dialect.name == "postgresql" else _insert
    _insert(engine, tables.documents, iter([row_of_document(AGREEMENT)]))
    _insert(engine, tables.offers, (row_of_offer(offer, demo.LEDGER) for offer in offers()))
    for table, row_of in makers(calls, now).items():
        size = calls if table in OF_CALLS else people
        add(engine, table, (row_of(number) for number in range(size)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    engine.dispose()


def _hurry(connection: Any, _record: object) -> None:
    """Rows go in anywhere: with SQLite's own 2 MB of pages that takes an hour."""
    for pragma in ("synchronous = OFF", "cache_size = -2000000"):
        connection.execute(f"PRAGMA {pragma}")


def _copy(engine: Engine, table: Table, rows: Iterator[Row]) -> None:
    first = next(rows)
    url = make_url(engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    into = f"COPY {table.name} ({', '.join(first)}) FROM STDIN"
    with psycopg.connect(url) as connection, connection.cursor().copy(into) as copy:
        for row in chain([first], rows):
            copy.write_row(tuple(row.values()))


def _insert(engine: Engine, table: Table, rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        with writing(engine).begin() as connection:
            connection.execute(insert(table), batch)
