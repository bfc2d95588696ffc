"""A call's log: written by the background worker from the tokens of its turns, sealed for its call."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from domain.errors import Refusal
from ivr.logs import log_event
from ivr.voice.tokens import Codec


@dataclass(frozen=True)
class LoggedEvent:
    """One line: names only, nothing that was keyed or told."""

    turn: int
    state: str
    event: str
    target: str
    at: datetime


@dataclass(frozen=True)
class CallLog:
    codec: Codec

    def line(self, call: str, token: bytes) -> bytes | None:
        """The sealed line of the turn that `token` was made for; None where it cannot be read."""
        try:
            told = self.codec.read(token.decode())
        except Refusal as error:
            log_event("event_not_readable", call=call, reason=str(error))
            return None
        line = LoggedEvent(told.turn, told.source, told.event, told.kind, datetime.fromtimestamp(told.at, UTC))
        return self.codec.sealer.seal(msgspec.json.encode(line), f"event:{call}")
