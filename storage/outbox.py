"""Messages on their way out: written in the transaction that decided on them, handed over by the worker.

A decoy cannot be told from a real message: the same columns, a body of the same length, marked in the same way.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Update, bindparam, func, null, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import Unavailable
from domain.messages import Message
from storage.cipher import Cipher
from storage.engine import translated, writing
from storage.statements import compiled_once
from storage.tables import outbox

BODY_BLOCK = 512  # bytes; bodies are filled up to whole blocks, so that their length tells nothing
LEASE = timedelta(seconds=30)  # a worker that dies lets go of its row after this
MAX_ATTEMPTS = 6
FIRST_DELAY = timedelta(seconds=2)  # doubled after each failed attempt

SENT, GIVEN_UP = "sent", "given-up"

Send = Callable[[str, str, str, Mapping[str, str]], None]
"""recipient (E.164), language, wording, values; raises Unavailable where it should be tried again."""

ADD = compiled_once(
    insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.dedupe]),
    *("dedupe", "body", "created_at", "due_at", "attempts"),
)
_OLDEST_DUE = (
    select(outbox.c.id)
    .where(outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
BACKLOG = select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.due_at.is_not(None))
CLAIM = (
    update(outbox)
    .where(outbox.c.id == _OLDEST_DUE.scalar_subquery())
    .values(due_at=bindparam("leased_until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id, outbox.c.dedupe, outbox.c.body, outbox.c.attempts)
)
# Only by the claim that is still the last one: a lease that ran out has lost its say.
_THIS_CLAIM = (outbox.c.id == bindparam("of_id"), outbox.c.attempts == bindparam("of_attempts"))
POSTPONE = update(outbox).where(*_THIS_CLAIM).values(due_at=bindparam("next_at"))
FINISH = update(outbox).where(*_THIS_CLAIM).values(due_at=null(), body=null(), outcome=bindparam("how"))


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


def deliver_due(engine: Engine, cipher: Cipher, send: Send, now: datetime) -> int:
    """The worker's side. How many rows came to their end: handed over, or given up. Raises Unavailable."""
    delivery = _Delivery(writing(engine), cipher, send, now)
    finished = 0
    while row := delivery.claim():
        finished += delivery.attempt(row)
    return finished


@dataclass(frozen=True)
class _Delivery:
    """Claim a row, hand it over outside of any transaction, mark it."""

    engine: Engine
    cipher: Cipher
    send: Send
    now: datetime

    def claim(self) -> Row[Any] | None:
        with translated(), self.engine.begin() as connection:
            return connection.execute(CLAIM, {"now": self.now, "leased_until": self.now + LEASE}).first()

    def attempt(self, row: Row[Any]) -> bool:
        """Attempts are counted when they begin, so a message that kills its worker comes to an end too."""
        if row.attempts > MAX_ATTEMPTS:
            return self._finish(row, GIVEN_UP)
        try:
            self._hand_over(row)
        except Unavailable:
            return self._finish(row, GIVEN_UP) if row.attempts == MAX_ATTEMPTS else self._postpone(row)
        return self._finish(row, SENT)

    def _hand_over(self, row: Row[Any]) -> None:
        body = json.loads(self.cipher.open(row.body, _context(row.dedupe)))
        if body["recipient"] is not None:
            self.send(body["recipient"], body["language"], body["wording"], body["values"])

    def _finish(self, row: Row[Any], outcome: str) -> bool:
        self._mark(row, FINISH, {"how": outcome})
        return True

    def _postpone(self, row: Row[Any]) -> bool:
        self._mark(row, POSTPONE, {"next_at": self.now + FIRST_DELAY * 2 ** (row.attempts - 1)})
        return False

    def _mark(self, row: Row[Any], statement: Update, values: dict[str, Any]) -> None:
        with translated(), self.engine.begin() as connection:
            connection.execute(statement, {"of_id": row.id, "of_attempts": row.attempts} | values)


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
