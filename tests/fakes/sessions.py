"""The session store in memory, under the same contract as the real one."""

from collections.abc import Sequence
from itertools import count
from threading import Lock

from domain.errors import Unavailable
from storage.call_sessions import StoredSession
from storage.call_streams import WaitingEvent


class MemoryCallSessions:
    def __init__(self) -> None:
        self._sessions: dict[str, StoredSession] = {}
        self._events: dict[int, WaitingEvent] = {}
        self._positions = count(1)
        self._lock = Lock()

    def load(self, call: str) -> StoredSession | None:
        return self._sessions.get(call)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        with self._lock:
            stored = self._sessions.get(call)
            if stored and stored.version != expected_version:
                return stored
            self._store(call, StoredSession(expected_version + 1, sealed), event)
            return None

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        with self._lock:
            stored = self._sessions.get(call)
            if stored is None:
                raise Unavailable("the session store does not know the call")
            if not stored.sealed.startswith(start):
                return stored
            self._store(call, StoredSession(stored.version + 1, sealed), event)
            return None

    def _store(self, call: str, session: StoredSession, event: bytes) -> None:
        self._sessions[call] = session
        position = next(self._positions)
        self._events[position] = WaitingEvent(position, call, event)

    def events(self, limit: int) -> Sequence[WaitingEvent]:
        return list(self._events.values())[:limit]

    def backlog(self) -> int:
        return len(self._events)

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        for event in events:
            self._events.pop(event.position, None)

    def clear(self) -> None:
        self._sessions.clear()
        self._events.clear()

    def ping(self) -> bool:
        return True

    def probe(self) -> None:
        """Nothing is ever refused."""
