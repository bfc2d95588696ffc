"""Where a call stands between two webhooks, and its form at rest: JSON, sealed for its call."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Protocol

from pydantic import Field, TypeAdapter

from domain.ports import Sealer
from ivr.dialogue.states import Speaking

NONCE_LENGTH = 12


@dataclass(frozen=True)
class Session:
    """`turn` counts the answers taken; `nonce` (hex, 12 bytes) makes this turn's token its own.

    `at`: since when it stands there, in seconds since 1970.
    """

    turn: int
    nonce: str
    state: Annotated[Speaking, Field(discriminator="tag")]
    at: int


def new_session(turn: int, state: Speaking, now: datetime) -> Session:
    return Session(turn, secrets.token_hex(NONCE_LENGTH), state, int(now.timestamp()))


@dataclass(frozen=True)
class LoggedEvent:
    """One line of a call's log: names only, nothing that was keyed or told."""

    turn: int
    state: str
    event: str
    target: str
    at: datetime


SESSION = TypeAdapter(Session)
LOGGED_EVENT = TypeAdapter(LoggedEvent)


@dataclass(frozen=True)
class Codec:
    sealer: Sealer

    def seal(self, session: Session, call: str) -> bytes:
        return self.sealer.seal(SESSION.dump_json(session), f"session:{call}")

    def open(self, sealed: bytes, call: str) -> Session:
        """Raises what the sealer raises for a value that is not this call's."""
        return SESSION.validate_json(self.sealer.open(sealed, f"session:{call}"))

    def seal_event(self, event: LoggedEvent, call: str) -> bytes:
        return self.sealer.seal(LOGGED_EVENT.dump_json(event), f"event:{call}")


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
