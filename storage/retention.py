"""What nobody needs any more is deleted, a little at a time, by the worker. The audit is not: it stays.

No index is kept for this, as it would cost every turn. Instead each bite looks through the next rows of a table, in the
order of its key, and where a table ends it begins anew. The next bite follows at once where something old was found,
and after a minute where nothing was: so a table is gone through as fast as it fills.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, exists, func, select, true, tuple_

from storage.call_streams import NUMBER_BITS
from storage.engine import translated, writing
from storage.tables import call_backs, calls, challenges, counters, event_log, idempotent_answers, outbox

KEPT = timedelta(days=30)
"""Calls, call-backs and codes, what happened in them, messages that have left, repeated requests."""
COUNTERS_KEPT = timedelta(hours=1)  # after their window has closed
INTERVAL = timedelta(minutes=1)
LOOKED_THROUGH = 500  # rows in a bite: a transaction of a few milliseconds, so nobody waits for long
FORGETTING = 0x666F7267  # any number of our own: whoever holds this lock of PostgreSQL takes a bite
BY_AGE = frozenset({outbox})  # by its key: where nothing is old, nothing behind it is


class Retention:
    """Not for two threads. Where it stands is forgotten with its process; the next one begins anew."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writing(engine)
        self._next_at: dict[str, datetime] = {}
        self._reached: dict[str, tuple[Any, ...] | None] = {}

    def forget_old(self, now: datetime) -> int:
        """Take a bite of each table whose turn it is. How many rows were deleted. Raises Unavailable."""
        due = [(table, is_old) for table, is_old in _old(now).items() if self._is_due(table, now)]
        return sum(self._bite(table, is_old, now) for table, is_old in due)

    def _is_due(self, table: Table, now: datetime) -> bool:
        return now >= self._next_at.get(table.name, now)

    def _bite(self, table: Table, is_old: ColumnElement[bool], now: datetime) -> int:
        self._next_at[table.name] = now + INTERVAL
        after = self._reached.get(table.name)
        with translated(), self._engine.begin() as connection:
            if not _is_alone(connection):
                return 0
            last = _last_of_bite(connection, table, after)
            deleted = _delete(connection, table, and_(_after(table, after), _up_to(table, last), is_old))
        self._reached[table.name] = last if deleted or table not in BY_AGE else None
        if deleted:
            self._next_at[table.name] = now
        return deleted


def _is_alone(connection: Connection) -> bool:
    """Until the transaction ends. Workers of many machines do not wait for each other; SQLite's writers do anyway."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(select(func.pg_try_advisory_xact_lock(FORGETTING))).scalar())


def _delete(connection: Connection, table: Table, is_old: ColumnElement[bool]) -> int:
    """Lock what is old, then delete what still is.

    In one statement PostgreSQL would judge a row that it had to wait for by the other tables as they were before.
    """
    connection.execute(select(true()).select_from(table).where(is_old).with_for_update(of=table))
    return connection.execute(delete(table).where(is_old)).rowcount


def _old(now: datetime) -> Mapping[Table, ColumnElement[bool]]:
    """Say for each table which rows are old. A call is, when neither a code nor an event of it is recent."""
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
        outbox: outbox.c.due_at.is_(None) & outbox.c.body.is_(None) & (outbox.c.created_at < since),
        idempotent_answers: idempotent_answers.c.created_at < since,
    }


def _position(instant: datetime) -> int:
    """Of an event at that time: `storage.call_sessions` names them by the millisecond."""
    return int(instant.timestamp() * 1000) << NUMBER_BITS


def _last_of_bite(connection: Connection, table: Table, after: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
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
