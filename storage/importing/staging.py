"""A temporary table for the rows of a file, and one for its faults: the database's own disk, gone with the connection.

Its columns are those of the table that the rows are for, with the line and the state in front.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)

from storage.importing.faults import Fault
from storage.tables.columns import WORD

LINES_AT_ONCE = 1_000

faults = Table(
    "import_faults",
    MetaData(),
    Column("line", BigInteger, nullable=False),
    Column("reason", String(255), nullable=False),
    prefixes=["TEMPORARY"],
)


class State(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def stage_of(table: Table, *more: Column[Any]) -> Table:
    """Without the table's rules: what breaks them is found and told."""
    return Table(
        f"import_{table.name}",
        MetaData(),
        Column("line", BigInteger, nullable=False),
        Column("state", WORD, nullable=False),
        *(Column(column.name, column.type) for column in table.columns),
        *more,
        prefixes=["TEMPORARY"],
    )


def drop(connection: Connection, stage: Table) -> None:
    """Leave nothing behind in a session that is another's next."""
    for table in (stage, faults):
        table.drop(connection)


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """What a row does not name is null."""
    names = [column.name for column in table.columns]
    if rows and connection.dialect.name == "postgresql":
        _copy(
            connection, f"COPY {table.name} ({', '.join(names)}) FROM STDIN", ([r.get(n) for n in names] for r in rows)
        )
    elif rows:
        connection.execute(insert(table), [{name: row.get(name) for name in names} for row in rows])


def add_faults(connection: Connection, found: Sequence[Fault]) -> None:
    add(connection, faults, [asdict(fault) for fault in found])


def add_found(connection: Connection, lines: Select[Any]) -> None:
    """`lines` selects line and reason."""
    connection.execute(insert(faults).from_select(["line", "reason"], lines))


def drop_faulty(connection: Connection, stage: Table) -> int:
    """How many lines have a fault; of the stage they are gone."""
    connection.execute(delete(stage).where(stage.c.line.in_(select(faults.c.line))))
    return connection.execute(select(func.count(faults.c.line.distinct()))).scalar_one()


def counts(connection: Connection, stage: Table) -> dict[str, int]:
    rows = connection.execute(select(stage.c.state, func.count()).group_by(stage.c.state))
    return {row[0]: row[1] for row in rows}


def told(connection: Connection) -> Iterator[Fault]:
    """By line; read a few at a time."""
    by_line = select(faults.c.line, faults.c.reason).order_by(faults.c.line, faults.c.reason)
    rows = connection.execute(by_line, execution_options={"yield_per": LINES_AT_ONCE})
    return (Fault(row.line, row.reason) for row in rows)


def repeated(stage: Table, key: Sequence[str], column: str) -> Select[Any]:
    """Lines whose key stands on an earlier line; `column` is what to call it."""
    first = func.min(stage.c.line).over(partition_by=[stage.c[name] for name in key]).label("first")
    lines = select(stage.c.line, first).where(stage.c[key[0]].is_not(None)).subquery()
    reason = (
        literal(f"{column}: line ").concat(func.cast(lines.c.first, String)).concat(" has it already: give it once")
    )
    return select(lines.c.line, reason).where(lines.c.line > lines.c.first)


def note_size(connection: Connection, stage: Table) -> None:
    """PostgreSQL never looks at a temporary table by itself, and would plan for a small one."""
    connection.execute(text(f"ANALYZE {stage.name}"))


def _copy(connection: Connection, statement: str, rows: Iterator[Sequence[Any]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
