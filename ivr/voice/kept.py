"""The sessions of calls: found in the store or made again without it, and saved by compare-and-set."""

from dataclasses import dataclass

from domain.errors import Unavailable
from ivr.dialogue.states import Goodbye
from ivr.logs import log_event
from ivr.voice.recovery import Recovery
from ivr.voice.session import CallSessions, Session, StoredSession
from ivr.voice.tokens import Codec, SealedSession, Told, Unreadable

Version = int | None
"""Of what the store holds; 0: nothing. None: it does not answer, and is not asked to save either."""


@dataclass(frozen=True)
class KeptSessions:
    """Methods raise SessionLost or Unavailable where a lost session cannot be made again."""

    store: CallSessions
    codec: Codec
    recovery: Recovery

    def sealed(self, call: str, session: Session) -> SealedSession:
        return SealedSession(self.codec, call, session)

    def _opened(self, call: str, stored: StoredSession, told: Told | None) -> SealedSession:
        return self.sealed(call, self.codec.open(stored.sealed, call, told))

    def find(self, call: str, told: Told | None) -> tuple[SealedSession, Version]:
        """As it is stored, or made again where nothing is."""
        try:
            stored = self.store.load(call)
        except Unavailable:
            return self._made_again(call, told), None
        return self.found(call, told, stored) if stored else (self._made_again(call, told), 0)

    def found(self, call: str, told: Told | None, stored: StoredSession) -> tuple[SealedSession, Version]:
        """As it is stored, or made again where a later turn than the stored one was not saved."""
        try:
            kept = self._opened(call, stored, told)
        except Unreadable:
            return self._replaced(call, told, stored)
        is_behind = told and told.turn > kept.session.turn and not isinstance(kept.session.state, Goodbye)
        return self._made_again(call, told) if is_behind else kept, stored.version

    def save(self, version: Version, kept: SealedSession, line: str) -> StoredSession | None:
        """What another one has saved in the meantime. None: saved; or not, and then the token has to do.

        `line`: the token that the call's log is written from.
        """
        if version is None:
            return None
        try:
            return self.store.save(kept.call, version, kept.stored, line.encode())
        except Unavailable:
            log_event("session_not_saved", call=kept.call, turn=kept.session.turn, state=kept.session.state.tag)
            return None

    def advance(self, token: str, kept: SealedSession) -> StoredSession | None:
        """What the store has instead of the session of `token`. None: it had that, and has `kept` now.

        Raises Unavailable where it has nothing, too.
        """
        return self.store.advance(kept.call, token.encode(), kept.stored, kept.token.encode())

    def _replaced(self, call: str, told: Told | None, stored: StoredSession) -> tuple[SealedSession, Version]:
        """Make again what this version cannot read, and store it: every version goes on from what is presented.

        Its turn may be known where its state is not: the call does not go back.
        """
        known = [one for one in (self.codec.start_of(stored.sealed), told) if one and one.call == call]
        latest = max(known, key=lambda one: one.turn, default=None)
        kept = self._made_again(call, latest, self.codec.turn_of(stored.sealed, call))
        other = self.save(stored.version, kept, kept.token)
        return self.found(call, told, other) if other else (kept, stored.version + 1)

    def _made_again(self, call: str, told: Told | None, reached: int = 0) -> SealedSession:
        return self.sealed(call, self.recovery.session(call, told, reached))
