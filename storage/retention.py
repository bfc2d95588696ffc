"""What nobody needs any more is deleted, a little at a time, by the worker. The audit is not: it stays.

No index is kept for this, as it would cost every turn. Instead each round looks through the next rows of each table, in
the order of its key, and where a table ends it begins anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, exists, select, true, tuple_

from storage.call_sessions import NUMBER_BITS
from storage.engine import translated, writing
from storage.tables import call_backs, calls, challenges, counters, event_log, idempotent_answers, outbox

KEPT = timedelta(
    days=30
)  # calls, call-backs and codes, what happened in them, messages that have left, repeated requests
COUNTERS_KEPT = timedelta(hours=1)  # after their window has closed
INTERVAL = timedelta(minutes=1)
LOOKED_THROUGH = 2_000  # rows of each table in a round: a transaction of a few milliseconds


class Retention:
    """Not for two threads. Where it stands is forgotten with its process; the next one begins anew."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writing(engine)
        self._next_at: datetime | None = None
        self._reached: dict[str, tuple[Any, ...] | None] = {}

    def forget_old(self, now: datetime) -> int:
        """How many rows were deleted: none within a minute of the last round. Raises Unavailable."""
        if self._next_at is not None and now < self._next_at:
            return 0
        self._next_at = now + INTERVAL
        return sum(self._round(table, is_old) for table, is_old in _old(now).items())

    def _round(self, table: Table, is_old: ColumnElement[bool]) -> int:
        with translated(), self._engine.begin() as connection:
            after = self._reached.get(table.name)
            last = _last_of_round(connection, table, after)
            deleted = _delete(connection, table, and_(_after(table, after), _up_to(table, last), is_old))
        self._reached[table.name] = last
        return deleted


def _delete(connection: Connection, table: Table, is_old: ColumnElement[bool]) -> int:
    """Lock what is old, then delete what still is.

    In one statement PostgreSQL would judge a row that it had to wait for by the other tables as they were before.
    """
    connection.execute(select(true()).select_from(table).where(is_old).with_for_update(of=table))
    return connection.execute(delete(table).where(is_old)).rowcount


def _old(now: datetime) -> Mapping[Table, ColumnElement[bool]]:
    """What is old, by table. A call is, when neither a code nor an event of it is recent."""
    since = now - KEPT
    is_recent_event = event_log.c.position >= _position(since)
    recent_code = exists().where(challenges.c.ref == calls.c.challenge, challenges.c.sent_at >= since)
    recent_event = exists().where(event_log.c.call == calls.c.call, is_recent_event)
    return {
        counters: counters.c.until < now - COUNTERS_KEPT,
        call_backs: call_backs.c.asked_at < since,
        calls: ~recent_code & ~recent_event,
        challenges: challenges.c.sent_at < since,
        event_log: ~is_recent_event,
        outbox: outbox.c.due_at.is_(None) & (outbox.c.created_at < since),
        idempotent_answers: idempotent_answers.c.created_at < since,
    }


def _position(instant: datetime) -> int:
    """Of an event at that time: `storage.call_sessions` names them by the millisecond."""
    return int(instant.timestamp() * 1000) << NUMBER_BITS


def _last_of_round(connection: Connection, table: Table, after: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """The key of the last row to be looked at; None where the table ends before it."""
    key = table.primary_key.columns
    row = connection.execute(
        select(*key).where(_after(table, after)).order_by(*key).offset(LOOKED_THROUGH - 1).limit(1)
    )
    found = row.first()
    return tuple(found) if found else None


def _after(table: Table, place: tuple[Any, ...] | None) -> ColumnElement[bool]:
    return tuple_(*table.primary_key.columns) > place if place else true()


def _up_to(table: Table, place: tuple[Any, ...] | None) -> ColumnElement[bool]:
    return tuple_(*table.primary_key.columns) <= place if place else true()
