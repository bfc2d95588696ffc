"""A call whose session the store has lost, or cannot be asked for, goes on from its token and its checkpoint.

Tokens are ours alone, but whoever recorded a signed request can bring it again, and the store that knew it was answered
is gone. So a token is good for minutes; a turn that has asked the domain is over, and brought again it only leads to
where the checkpoint lets the call go on, where nothing is told; and level, person and counters come from SQL alone.
"""

from dataclasses import dataclass

from domain.errors import Fault
from domain.ports import Clock
from ivr.dialogue.recovery import restored, resumed
from ivr.logs import log_event
from ivr.voice.asking import Desk
from ivr.voice.session import Session, new_session
from ivr.voice.tokens import Told

TOKEN_SECONDS = 300
"""A question with its words and its silence takes one minute at most, an agent's telephone rings for less."""


class SessionLost(Fault):
    """The store does not know a call that has begun, and its token does not lead on."""


@dataclass(frozen=True)
class Recovery:
    desk: Desk
    clock: Clock

    def session(self, call: str, token: Told | None, reached: int = 0) -> Session:
        """With `token` as its token, or at the first turn that is not over. Raises SessionLost, Unavailable.

        Over are all up to the last that asked, and all before the one that the store has `reached`.
        """
        told = self._trusted(call, token)
        checkpoint = self.desk.checkpoint(call)
        log_event("session_rebuilt", call=call, turn=told.turn, state=told.kind)
        over = max(checkpoint.last_asked, reached - 1)
        if told.turn > over:
            state = restored(told.state, checkpoint)
            return Session(told.turn, told.nonce, told.at, told.source, told.event, state)
        return new_session(over + 1, resumed(told.state, checkpoint), self.clock.now(), told.kind)

    def _trusted(self, call: str, told: Told | None) -> Told:
        if told is None:
            raise SessionLost("no session, and no token of ours")
        if told.call != call or abs(self.clock.now().timestamp() - told.at) > TOKEN_SECONDS:
            raise SessionLost("no session, and a token that is another call's or too old")
        return told
