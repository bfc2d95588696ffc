"""Messages on their way out: written in the transaction that decided on them, handed over by `storage.delivery`.

A decoy cannot be told from a real message: the same columns, a body of the same length, marked in the same way.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.messages import Message
from storage.cipher import Cipher
from storage.engine import translated
from storage.statements import compiled_once
from storage.tables import outbox

BODY_BLOCK = 512  # bytes; bodies are filled up to whole blocks, so that their length tells nothing

ADD = compiled_once(
    insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.dedupe]),
    *("dedupe", "body", "created_at", "due_at", "attempts"),
)
BACKLOG = select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.due_at.is_not(None))


class SqlOutbox:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, message: Message) -> None:
        self._connection.execute(
            ADD,
            {
                "dedupe": message.dedupe,
                "body": self._cipher.seal(_body_of(message), _context(message.dedupe)),
                "created_at": message.created_at,
                "due_at": message.created_at,
                "attempts": 0,
            },
        )


@dataclass(frozen=True)
class Backlog:
    """What waits to be handed over; `oldest`: when it was written, none where nothing waits."""

    waiting: int
    oldest: datetime | None


def backlog(engine: Engine) -> Backlog:
    """Raises Unavailable."""
    with translated(), engine.connect() as connection:
        return Backlog(*connection.execute(BACKLOG).one())


def opened(dedupe: str, body: bytes, created_at: datetime, cipher: Cipher) -> Message:
    """Of a row that waits. Raises InvalidSeal."""
    return Message(dedupe=dedupe, created_at=created_at, **json.loads(cipher.open(body, _context(dedupe))))


def _body_of(message: Message) -> bytes:
    """JSON; the spaces behind it are its filling."""
    body = {
        "recipient": message.recipient,
        "language": message.language,
        "wording": message.wording,
        "values": dict(message.values),
    }
    text = json.dumps(body).encode()
    return text.ljust(-(-len(text) // BODY_BLOCK) * BODY_BLOCK)


def _context(dedupe: str) -> str:
    return f"outbox:{dedupe}"
