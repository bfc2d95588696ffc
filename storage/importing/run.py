"""One file, from its first line to the transaction that writes it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from domain.errors import Unavailable
from storage.engine import open_engine, translated
from storage.importing import staging
from storage.importing.columns import Values, read_row
from storage.importing.faults import BadRow, Fault, Overtaken
from storage.importing.kind import Kind, Row
from storage.importing.lines import Format, Record, records
from storage.importing.staging import State
from storage.pooling import begin_of

PATIENCE_SECONDS = 900.0  # for one statement over all rows of a file
LOCK_SECONDS = 10  # for a row that a call is using
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Outcome:
    """Lines, by what became of them. Where not `is_written`, added and changed are what would have been."""

    added: int
    changed: int
    unchanged: int
    bad: int
    is_written: bool


def import_file(
    file: BinaryIO,
    form: Format,
    kind: Kind,
    database_url: str,
    *,
    skip_bad: bool,
    progress: Callable[[int], None],
    report: Callable[[Fault], None],
) -> Outcome:
    """All or nothing, or with `skip_bad` all but the bad rows, in one transaction at the end.

    `progress` is told how many bytes have been read, `report` every fault, by line. Raises BadFile, Overtaken,
    Unavailable.
    """
    with _connection(database_url) as connection:
        with _step(connection):
            kind.stage.create(connection)
            staging.faults.create(connection)
        _stage(connection, kind, records(file, form, kind.columns), lambda: progress(file.tell()))
        bad = _judge(connection, kind)
        outcome = _written(connection, kind, bad, skip_bad=skip_bad)
        with _step(connection):
            for fault in staging.told(connection):
                report(fault)
            staging.drop(connection, kind.stage)
    return outcome


def _step(connection: Connection) -> AbstractContextManager[object]:
    """Transactions are short: a server waits for nobody who thinks within one. Behind a pooler there is one in all."""
    return nullcontext() if connection.in_transaction() else connection.begin()


@contextmanager
def _connection(database_url: str) -> Iterator[Connection]:
    """One, because temporary tables are a connection's own; they go with it."""
    engine = open_engine(database_url, PATIENCE_SECONDS)
    driver = engine.dialect.loaded_dbapi
    try:
        with translated(), engine.connect() as connection, _whole(connection):
            yield connection
    except driver.Error as error:  # of COPY, which SQLAlchemy knows nothing of
        raise Unavailable(f"the database does not answer: {type(error).__name__}") from None
    finally:
        engine.dispose()


def _whole(connection: Connection) -> AbstractContextManager[object]:
    """Behind a pooler another transaction is another session, which has no such temporary tables."""
    return connection.begin() if begin_of(connection.engine) else nullcontext()


def _stage(connection: Connection, kind: Kind, rows: Iterator[Record | Fault], progress: Callable[[], None]) -> None:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        read, faults = _read(kind, batch)
        with _step(connection):
            stager = kind.stager(connection, [values for _, values in read])
        staged: list[Row] = []
        for line, values in read:
            try:
                staged.append({"line": line, **stager(values)})
            except BadRow as bad:
                faults.extend(Fault(line, reason) for reason in bad.reasons)
        with _step(connection):
            staging.add(connection, kind.stage, staged)
            staging.add_faults(connection, faults)
        progress()


def _read(kind: Kind, batch: list[Record | Fault]) -> tuple[list[tuple[int, Values]], list[Fault]]:
    read: list[tuple[int, Values]] = []
    faults: list[Fault] = []
    for one in batch:
        if isinstance(one, Fault):
            faults.append(one)
            continue
        try:
            read.append((one.line, read_row(kind.columns, one.texts)))
        except BadRow as bad:
            faults.extend(Fault(one.line, reason) for reason in bad.reasons)
    return read, faults


def _judge(connection: Connection, kind: Kind) -> int:
    """How many lines are bad; the stage is left with the others."""
    with _step(connection):
        staging.note_size(connection, kind.stage)
        for column, key in kind.keys:
            staging.add_found(connection, staging.repeated(kind.stage, key, column))
        for lines in kind.conflicts():
            staging.add_found(connection, lines)
        return staging.drop_faulty(connection, kind.stage)


def _written(connection: Connection, kind: Kind, bad: int, *, skip_bad: bool) -> Outcome:
    with _step(connection):
        numbers = staging.counts(connection, kind.stage)
    added, changed, unchanged = (numbers.get(state, 0) for state in State)
    is_written = bool(added or changed) and (skip_bad or not bad)
    if is_written:
        _write(connection, kind)
    return Outcome(added, changed, unchanged, bad, is_written)


def _write(connection: Connection, kind: Kind) -> None:
    connection.execution_options(writes=True)
    try:
        with _step(connection):
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
            kind.write(connection)
    except IntegrityError:
        raise Overtaken("others have written meanwhile") from None
