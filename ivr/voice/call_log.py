"""A call's log: written by the background worker from the tokens of its turns, sealed for its call."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from domain.errors import Refusal
from domain.formats import LOG_LINE
from ivr.logs import log_event
from ivr.voice.tokens import Codec, Unreadable, content


@dataclass(frozen=True)
class LoggedEvent:
    """One line: names only, nothing that was keyed or told."""

    turn: int
    state: str
    event: str
    target: str
    at: datetime
    version: int = LOG_LINE.written


@dataclass(frozen=True)
class CallLog:
    codec: Codec

    def line(self, call: str, token: bytes) -> bytes | None:
        """The sealed line of the turn that `token` was made for; None where it does not open.

        What only a newer version reads is kept as it is.
        """
        try:
            plain = self.codec.sealer.open_token(token.decode())
        except Refusal as error:
            log_event("event_not_readable", call=call, reason=str(error))
            return None
        return self.codec.sealer.seal(_written(call, plain), f"event:{call}")


def _written(call: str, plain: bytes) -> bytes:
    try:
        told = content(plain)
    except Unreadable as error:
        log_event("event_not_readable", call=call, reason=str(error))
        return plain.rstrip()
    line = LoggedEvent(told.turn, told.source, told.event, told.kind, datetime.fromtimestamp(told.at, UTC))
    return msgspec.json.encode(line)
