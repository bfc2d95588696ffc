"""The mailbox of the demo's handset: what would have been text messages, sealed, by recipient."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, bindparam, insert, select

from storage.cipher import Cipher
from storage.engine import translated, writing
from storage.tables import handset_messages

SEAL_CONTEXT = "handset"

ADD = insert(handset_messages)
TO_RECIPIENT = (
    select(handset_messages.c.text, handset_messages.c.at)
    .where(handset_messages.c.recipient_index == bindparam("recipient_index"))
    .order_by(handset_messages.c.id.desc())
)


@dataclass(frozen=True)
class HandsetMessage:
    to: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime


class Handset:
    """Raises Unavailable."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def add(self, to: str, text: str, at: datetime) -> None:
        row = {
            "recipient_index": self._index(to),
            "text": self._cipher.seal(text.encode(), SEAL_CONTEXT),
            "at": at,
        }
        with translated(), writing(self._engine).begin() as connection:
            connection.execute(ADD, row)

    def list(self, to: str) -> Sequence[HandsetMessage]:
        """Newest first."""
        with translated(), self._engine.connect() as connection:
            rows = connection.execute(TO_RECIPIENT, {"recipient_index": self._index(to)}).all()
        return [HandsetMessage(to, self._cipher.open(row.text, SEAL_CONTEXT).decode(), row.at) for row in rows]

    def _index(self, to: str) -> bytes:
        return self._cipher.blind_index("handset", to)
