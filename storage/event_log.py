"""What happened in each call, for good: events that wait in the session store, moved to SQL, sealed.

Moved, not copied: first SQL has them, then the store forgets them. A worker that dies between the two, and a second
worker, meet the same rows again and change nothing. What is gone is what waited when the store lost its memory, and
the oldest where SQL was away for longer than the store has room.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert

from storage.call_sessions import CallSessions
from storage.call_streams import WaitingEvent
from storage.engine import translated, writing
from storage.event_streams import SomeUnavailable
from storage.tables import event_log

MOST_AT_ONCE = 100  # events of a stream; a transaction of some milliseconds

ADD = insert(event_log).on_conflict_do_nothing()


Written = Callable[[str, bytes], bytes | None]
"""The line to keep for an event of a call, sealed; None where it cannot be read."""


def drain(sessions: CallSessions, engine: Engine, written: Written) -> int:
    """Move the events that have waited longest, and return how many. Raises Unavailable.

    Where some are out of reach the others are moved first.
    """
    try:
        events = sessions.events(MOST_AT_ONCE)
    except SomeUnavailable as some:
        _move(some.events, sessions, engine, written)
        raise
    _move(events, sessions, engine, written)
    return len(events)


def _move(events: Sequence[WaitingEvent], sessions: CallSessions, engine: Engine, written: Written) -> None:
    rows = [
        {"call": event.call, "position": event.position, "sealed": sealed}
        for event in events
        if (sealed := written(event.call, event.sealed)) is not None
    ]
    if events:
        _add(rows, engine)
        sessions.forget(events)


def _add(rows: Sequence[Mapping[str, Any]], engine: Engine) -> None:
    if rows:
        with translated(), writing(engine).begin() as connection:
            connection.execute(ADD, rows)
