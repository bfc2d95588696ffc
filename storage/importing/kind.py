"""What each kind of file brings along for its import."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from storage.cipher import MAC_LENGTH, Cipher
from storage.importing.columns import Column, Values
from storage.importing.faults import Overtaken
from storage.importing.staging import State

Row = Mapping[str, Any]
Stager = Callable[[Values], Row]
"""The row to stage, or BadRow."""


class Kind(Protocol):
    """`keys`: columns of the file, each with the columns of the stage that no two rows share in it."""

    @property
    def columns(self) -> Sequence[Column]: ...

    @property
    def stage(self) -> Table: ...

    @property
    def keys(self) -> Sequence[tuple[str, Sequence[str]]]: ...

    def stager(self, connection: Connection, batch: Sequence[Values]) -> Stager:
        """Looks up at once what is stored of all of them; uses the connection no longer afterwards."""

    def conflicts(self) -> Sequence[Select[Any]]:
        """Line and reason of rows that what is stored does not allow."""

    def write(self, connection: Connection) -> None:
        """All that is staged as added or changed. Raises Overtaken."""


def fingerprint(cipher: Cipher, kind: str, values: Values, *more: str | None) -> bytes:
    """Begins with the id of its key."""
    return cipher.key_ids[0] + fingerprints(cipher, kind, values, *more)[0]


def fingerprints(cipher: Cipher, kind: str, values: Values, *more: str | None) -> tuple[bytes, ...]:
    return cipher.macs(f"import:{kind}", repr((*values.values(), *more)))


def is_as_imported(stored: bytes | None, cipher: Cipher, kind: str, values: Values, *more: str | None) -> bool:
    """Under any key. Older versions stored the hash alone."""
    return bool(stored) and bytes(stored or b"")[-MAC_LENGTH:] in fingerprints(cipher, kind, values, *more)


def upsert(
    connection: Connection,
    stage: Table,
    table: Table,
    kept: Sequence[str],
    is_as_seen: Callable[[Any], ColumnElement[bool]] | None = None,
) -> None:
    """By `ref`; `kept`: columns that an import never changes. `is_as_seen`: a changed row must still be as it was."""
    names = [column.name for column in table.columns]
    to_write = stage.c.state != State.UNCHANGED.value
    adding = insert(table).from_select(names, select(*(stage.c[name] for name in names)).where(to_write))
    changed = {name: adding.excluded[name] for name in names if name not in kept}
    writing = adding.on_conflict_do_update(
        index_elements=["ref"], set_=changed, where=is_as_seen(adding.excluded) if is_as_seen else None
    )
    expected = connection.execute(select(func.count()).select_from(stage).where(to_write)).scalar_one()
    if connection.execute(writing, execution_options={"preserve_rowcount": True}).rowcount != expected:
        raise Overtaken("others have written meanwhile")
