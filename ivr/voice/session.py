"""Where a call stands between two webhooks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ivr.dialogue.states import Speaking

NONCE_LENGTH = 12


@dataclass(frozen=True)
class Session:
    """`turn` counts the answers taken; `nonce` (hex, 12 bytes) makes this turn's token its own.

    `at`: since when it stands there, in seconds since 1970. `source`, `event`: where it came from and by what, by name.
    `presented`: how often it was presented again to somebody whose document offered other keys.
    """

    turn: int
    nonce: str
    at: int
    source: str
    event: str
    state: Speaking
    presented: int = 0


def new_session(turn: int, state: Speaking, now: datetime, source: str = "", event: str = "") -> Session:
    return Session(turn, secrets.token_hex(NONCE_LENGTH), int(now.timestamp()), source, event, state)


class StoredSession(Protocol):
    """`version` counts the saves, from 1."""

    @property
    def version(self) -> int: ...

    @property
    def sealed(self) -> bytes: ...


class CallSessions(Protocol):
    """The session store, one trip for each method. Raises Unavailable."""

    def load(self, call: str) -> StoredSession | None: ...

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        """None: saved, with `event` at the end of the call's log. Else nothing was, and this is what stands there.

        Version 0: no session yet.
        """

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        """Like `save`, where what is stored begins with `start`. Unavailable, too, where nothing is stored."""
