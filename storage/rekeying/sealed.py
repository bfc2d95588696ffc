"""What is stored under a secret key, and how each row is sealed anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from storage import handset
from storage.cipher import KEY_ID_LENGTH, MAC_LENGTH, Cipher
from storage.tables import (
    accounts,
    applications,
    call_backs,
    event_log,
    handset_files,
    handset_messages,
    idempotent_answers,
    outbox,
    people,
)

Row = Mapping[str, Any]
UNNAMED = b""
"""The key of a hash that an older version stored, without a word of its key."""
INDEXED = ("national_number", "customer_number", "phone")


@dataclass(frozen=True)
class Sealed:
    """A table's sealed columns, each with what its values are bound to.

    `marks`: columns of hashes that begin with their key's id; under another key they are dropped. `anew`: whether rows
    can be had under another key at all.
    """

    table: Table
    columns: Mapping[str, Callable[[Row], str]]
    indexed: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    anew: bool = True

    def key_of(self, row: Row, current: bytes) -> bytes:
        """The first key other than the current one that the row needs, else the current one."""
        keys = [_key_of(bytes(row[name])) for name in (*self.columns, *self.marks) if row[name] is not None]
        return next((key for key in keys if key != current), current)

    def renewed(self, row: Row, cipher: Cipher) -> dict[str, Any]:
        """What changes in a row. Raises InvalidSeal."""
        changes: dict[str, Any] = {}
        for name, context in self.columns.items():
            if row[name] is None:
                continue
            plain = cipher.open(bytes(row[name]), context(row))
            if not cipher.is_current(bytes(row[name])):
                changes[name] = cipher.seal(plain, context(row))
            if name in self.indexed:
                changes[f"{name}_index"] = cipher.blind_index(name, plain.decode())
        stale = [name for name in self.marks if row[name] is not None and not cipher.is_current(bytes(row[name]))]
        return changes | dict.fromkeys(stale)


def _key_of(sealed: bytes) -> bytes:
    return UNNAMED if len(sealed) == MAC_LENGTH else sealed[:KEY_ID_LENGTH]


def _of_person(column: str) -> Callable[[Row], str]:
    return lambda row: f"people:{row['ref']}:{column}"


SEALED = (
    Sealed(
        people,
        {name: _of_person(name) for name in (*INDEXED, "name", "email")},
        indexed=INDEXED,
        marks=("fingerprint",),
    ),
    Sealed(accounts, {}, marks=("fingerprint",)),
    Sealed(applications, {"details": lambda row: f"applications:{row['ref']}:details"}, marks=("fingerprint",)),
    Sealed(call_backs, {"number": lambda row: f"call-back:{row['call']}"}),
    Sealed(outbox, {"body": lambda row: f"outbox:{row['dedupe'].partition(':')[2]}"}),
    Sealed(event_log, {"sealed": lambda row: f"event:{row['call']}"}),
    Sealed(
        handset_messages,
        {"text": lambda _: handset.SEAL_CONTEXT, "recipient": lambda _: handset.RECIPIENT_CONTEXT},
        indexed=("recipient",),
    ),
    Sealed(handset_files, {"content": lambda _: handset.FILE_CONTEXT}),
    # Found by a hash of what only its client knows: it keeps its key until it is forgotten.
    Sealed(idempotent_answers, {"body": lambda _: ""}, anew=False),
)
