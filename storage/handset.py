"""The mailbox of the demo's handset: what would have been text messages and e-mails, sealed, by recipient."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from sqlalchemy import Engine, bindparam, insert, select

from storage.cipher import Cipher
from storage.statements import Prepared, Row
from storage.tables import handset_files, handset_messages
from storage.transactions import Database, Transaction

SEAL_CONTEXT, FILE_CONTEXT, RECIPIENT_CONTEXT = "handset", "handset-file", "handset-recipient"

ADD = Prepared(insert(handset_messages).returning(handset_messages.c.id), "recipient", "recipient_index", "text", "at")
ADD_FILE = Prepared(insert(handset_files), "message", "name", "media_type", "content")
_TO_RECIPIENT = handset_messages.c.recipient_index == bindparam("recipient_index")
MESSAGES = Prepared(select(handset_messages).where(_TO_RECIPIENT))
FILES = Prepared(select(handset_files).join(handset_messages).where(_TO_RECIPIENT).order_by(handset_files.c.id))
FILE = Prepared(select(handset_files).where(handset_files.c.id == bindparam("wanted")))


class File(Protocol):
    """What is attached."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True)
class HandsetFile:
    """`id`: what it is asked for by."""

    id: int
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class HandsetMessage:
    to: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime
    files: tuple[HandsetFile, ...] = ()


class Handset:
    """Raises Unavailable."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._database = Database(engine)
        self._cipher = cipher

    def add(self, to: str, text: str, at: datetime, files: Sequence[File] = ()) -> None:
        row = {
            "recipient": self._cipher.seal(to.encode(), RECIPIENT_CONTEXT),
            "recipient_index": self._indexes(to)[0],
            "text": self._cipher.seal(text.encode(), SEAL_CONTEXT),
        }
        with self._database.writing() as transaction:
            message = ADD.one(transaction, **row, at=at).id
            for file in files:
                content = self._cipher.seal(file.content, FILE_CONTEXT)
                ADD_FILE.run(transaction, message=message, name=file.name, media_type=file.media_type, content=content)

    def list(self, to: str) -> Sequence[HandsetMessage]:
        """Newest first."""
        with self._database.reading() as transaction:
            files = self._files(transaction, to)
            rows = [row for one in self._indexes(to) for row in MESSAGES.all(transaction, recipient_index=one)]
        rows.sort(key=attrgetter("id"), reverse=True)
        return [HandsetMessage(to, self._text(row.text), row.at, tuple(files.get(row.id, ()))) for row in rows]

    def file(self, wanted: int) -> HandsetFile | None:
        with self._database.reading() as transaction:
            row = FILE.first(transaction, wanted=wanted)
        return self._file(row) if row else None

    def _files(self, transaction: Transaction, to: str) -> Mapping[int, Sequence[HandsetFile]]:
        found = defaultdict[int, list[HandsetFile]](list)
        for index in self._indexes(to):
            for row in FILES.all(transaction, recipient_index=index):
                found[row.message].append(self._file(row))
        return found

    def _file(self, row: Row) -> HandsetFile:
        return HandsetFile(row.id, row.name, row.media_type, self._cipher.open(row.content, FILE_CONTEXT))

    def _text(self, sealed: bytes) -> str:
        return self._cipher.open(sealed, SEAL_CONTEXT).decode()

    def _indexes(self, to: str) -> tuple[bytes, ...]:
        return self._cipher.blind_indexes("recipient", to)
