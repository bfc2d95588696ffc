"""What happened in each call, for good: events that wait in the session store, moved to SQL as they are, sealed.

Moved, not copied: first SQL has them, then the store forgets them. A worker that dies between the two, and a second
worker, meet the same rows again and change nothing. What is gone is what waited when the store lost its memory, and
the oldest where SQL was away for longer than the store has room.
"""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert

from storage.call_sessions import CallSessions, WaitingEvent
from storage.engine import translated, writing
from storage.tables import event_log

MOST_AT_ONCE = 500  # events; a transaction of a few milliseconds

ADD = insert(event_log).on_conflict_do_nothing()


def drain(sessions: CallSessions, engine: Engine) -> int:
    """Moves the events that have waited longest, and tells how many. Raises Unavailable."""
    events = sessions.events(MOST_AT_ONCE)
    if events:
        _add(events, engine)
        sessions.forget(events)
    return len(events)


def _add(events: Sequence[WaitingEvent], engine: Engine) -> None:
    rows = [{"call": event.call, "position": event.position, "sealed": event.sealed} for event in events]
    with translated(), writing(engine).begin() as connection:
        connection.execute(ADD, rows)
