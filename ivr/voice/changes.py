"""What a request makes of a call, and what it is answered with."""

from dataclasses import dataclass

from ivr.dialogue.events import CallEvent, KeysChanged
from ivr.voice.session import Session


@dataclass(frozen=True)
class Change:
    """What an event made of a session. `logged`: what the call's log is written from, where that is not `after`."""

    event: CallEvent | KeysChanged
    after: Session
    logged: Session | None = None


@dataclass(frozen=True)
class CurrentTurn:
    """A call as it stands, the token of its document, and whether the request that asks may hear that."""

    session: Session
    token: str
    is_heard: bool
