"""Messages on their way out: written in the transaction that decided on them, handed over by `storage.delivery`.

A decoy cannot be told from a real message: the same columns, a body of the same length, marked in the same way.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.formats import MESSAGE
from domain.identifiers import PhoneNumber
from domain.lanes import lane_of
from domain.messages import Channel, Message, MessageValue
from domain.money import Money
from storage import carriers
from storage.cipher import Cipher
from storage.engine import translated
from storage.lanes import tried_until
from storage.statements import Prepared
from storage.tables import outbox
from storage.transactions import Transaction

OUTSIDE = ("dedupe", "expires_at")  # of the body: they have columns of their own
INSIDE = frozenset(field.name for field in fields(Message)) - set(OUTSIDE)
BODY_BLOCK = 512  # bytes; bodies are filled up to whole blocks, so that their length tells nothing

ADD = Prepared(
    insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.dedupe]),
    *("dedupe", "body", "created_at", "due_at", "attempts", "until", "version"),
)
KEPT = select(func.count()).where(outbox.c.body.is_not(None), outbox.c.due_at.is_(None))
WAITING = (
    select(func.count().label("messages"), func.min(outbox.c.created_at).label("oldest"))
    .where(outbox.c.due_at.is_not(None), outbox.c.created_at <= bindparam("now"))
    .subquery()
)
BACKLOG = select(WAITING.c.messages, WAITING.c.oldest, KEPT.scalar_subquery())

NEXT_DUE: Select[tuple[datetime | None]] = select(func.min(outbox.c.due_at)).where(outbox.c.due_at.is_not(None))


# How far a message is. None of them: it waits, or was not taken and waits for its next attempt.
SENDING, SENT, UNKNOWN, REFUSED, GIVEN_UP = "sending", "sent", "unknown", "refused", "given-up"
EXPIRED, DROPPED = "expired", "dropped"
NOT_TAKEN = "not-taken"  # as operators are told of one that waits for its next attempt
REASON_LENGTH = 80  # characters
MAY_HAVE_ARRIVED = frozenset({SENDING, SENT, UNKNOWN})

OUTCOME = Prepared(select(outbox.c.outcome, outbox.c.created_at).where(outbox.c.dedupe == bindparam("of_dedupe")))


class SqlOutbox:
    def __init__(self, transaction: Transaction, cipher: Cipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def add(self, message: Message) -> None:
        """Keep it until it is handed over. One that is meant for later begins to wait then."""
        waits_from = max(message.created_at, message.not_before or message.created_at)
        key = f"{message.channel}:{message.dedupe}"
        ADD.run(
            self._transaction,
            dedupe=key,
            body=self._cipher.seal(_body_of(message), _context(message.dedupe)),
            created_at=waits_from,
            due_at=waits_from,
            attempts=0,
            until=message.expires_at or tried_until(lane_of(key), waits_from),
            version=MESSAGE.written,
        )

    def texts_leave(self, now: datetime) -> bool:
        return carriers.texts_leave(self._transaction, now)

    def was_handed_over(self, dedupe: str, since: datetime) -> bool:
        row = OUTCOME.first(self._transaction, of_dedupe=f"{Channel.TEXT}:{dedupe}")
        return row is not None and row.outcome in MAY_HAVE_ARRIVED and row.created_at >= since


@dataclass(frozen=True)
class Backlog:
    """Messages that wait to be handed over; `oldest`: since when the first of it has, none where nothing waits. `kept`:
    how many wait for a person to decide."""

    waiting: int
    oldest: datetime | None
    kept: int


def backlog(engine: Engine, now: datetime) -> Backlog:
    """Without what is meant for later, in one question. Raises Unavailable."""
    with translated(), engine.connect() as connection:
        return Backlog(*connection.execute(BACKLOG, {"now": now}).one())


def next_due_at(engine: Engine) -> datetime | None:
    """When the message that a worker takes next is due, be that later. Raises Unavailable."""
    with translated(), engine.connect() as connection:
        return connection.execute(NEXT_DUE).scalar_one_or_none()


def opened(key: str, body: bytes, cipher: Cipher) -> Message:
    """Open the body of a row that waits, by its key. What a newer version adds is passed over. Raises InvalidSeal."""
    _, _, dedupe = key.partition(":")
    plain: dict[str, Any] = json.loads(cipher.open(body, _context(dedupe)))
    not_before, number = plain["not_before"], plain.get("number")
    typed = {
        "values": {name: _value_of(value) for name, value in plain["values"].items()},
        "created_at": datetime.fromisoformat(plain["created_at"]),
        "channel": Channel(plain["channel"]),
        "not_before": datetime.fromisoformat(not_before) if not_before else None,
        "attachments": tuple(plain["attachments"]),
        "number": PhoneNumber(number) if number else None,
    }
    return Message(dedupe=dedupe, **{name: value for name, value in (plain | typed).items() if name in INSIDE})


def _body_of(message: Message) -> bytes:
    """JSON; the spaces behind it are its filling. When it expires stands beside it, for the worker."""
    plain = {name: value for name, value in vars(message).items() if name not in OUTSIDE}
    typed = {
        "values": {name: _plain_value(value) for name, value in message.values.items()},
        "created_at": message.created_at.isoformat(),
        "not_before": message.not_before.isoformat() if message.not_before else None,
        "number": message.number.e164 if message.number else None,
    }
    text = json.dumps(plain | typed).encode()
    return text.ljust(-(-len(text) // BODY_BLOCK) * BODY_BLOCK)


def _plain_value(value: MessageValue) -> object:
    """Texts and counts as they are, the others as an object of one key, their kind."""
    match value:
        case Money():
            return {"money": asdict(value)}
        case Decimal():
            return {"rate": str(value)}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _value_of(plain: Any) -> MessageValue:
    match plain:
        case {"money": money}:
            return Money(**money)
        case {"rate": str(rate)}:
            return Decimal(rate)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case str() | int():
            return plain
    raise ValueError("no value of a message")


def _context(dedupe: str) -> str:
    return f"outbox:{dedupe}"
