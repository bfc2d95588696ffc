"""One turn, exactly once: load the call, step, save by compare-and-set; who called this presents what came out.

Two trips to the session store, however a turn ends. A turn that was taken already, a stale one and the loser of a race
all come out at the state that the call is in now; `ivr.voice.repeats` decides which of them hear it. Where the store is
of no help a turn is taken without it: its session comes from `ivr.voice.recovery`, and what cannot be saved comes back
from there the next time.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from domain.errors import Refusal, Unavailable
from domain.ports import Clock
from domain.requests import Origin, TurnKey
from ivr.dialogue.events import AgentTook, CallEvent, HungUp
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.states import Goodbye, Speaking, Transferring, greeting
from ivr.logs import log_event, log_refusal
from ivr.metrics import DUPLICATES, count, count_beginning, count_turn
from ivr.voice.asking import Desk, settled
from ivr.voice.recovery import Recovery, SessionLost
from ivr.voice.repeats import may_hear, may_ring
from ivr.voice.session import CallSessions, Codec, LoggedEvent, Session, StoredSession, new_session
from ivr.voice.tokens import TokenSealer, Told, read_token, token_of, told_of

UNTOLD = Origin(None, is_inbound=False)
"""Of what happens to a call beside its turns."""

Version = int | None
"""Of what the store holds; 0: nothing. None: it does not answer, and is not asked to save either."""


@dataclass(frozen=True)
class Change:
    """What an event made of a session."""

    event: CallEvent
    after: Session


@dataclass(frozen=True)
class Turns:
    """What a turn stands on. Methods raise SessionLost or Unavailable where a lost session cannot be made again."""

    sessions: CallSessions
    codec: Codec
    tokens: TokenSealer
    desk: Desk
    clock: Clock
    recovery: Recovery

    def token(self, call: str, session: Session) -> str:
        return token_of(call, session, self.tokens)

    def call(self, token: str) -> str | None:
        """The name of the token's call, where it is a token of ours."""
        told = self._read(token)
        return told.call if told else None

    def language(self, token: str) -> str | None:
        """Of the call that `token` was made for; None where it is not ours."""
        told = self._read(token)
        return told.position.language if told else None

    def may_hear(self, call: str, token: str, session: Session) -> bool:
        """Whether a request with `token` came for what `session` says, or comes too late for it."""
        return may_hear(call, self._read(token), session, self.clock.now())

    def begin(self, call: str, languages: tuple[str, ...]) -> Session:
        """The greeting, in one trip; a call that has begun already is where it is."""
        session = new_session(0, greeting(languages), self.clock.now())
        stored = self._save(call, 0, session, "", "CallBegan")
        if stored:
            count(DUPLICATES)
            return self.codec.open(stored.sealed, call)
        count_beginning(session.state)
        return session

    def take(self, call: str, token: str, event_in: Callable[[Speaking], CallEvent], origin: Origin) -> Session:
        """The next turn, where `token` is the current one's and the table knows what to make of its event."""
        told = self._read(token)

        def next_turn(session: Session) -> Change | None:
            if told != told_of(call, session):
                count(DUPLICATES)
                return None
            event = event_in(session.state)
            if (type(session.state), type(event)) not in CALL_FLOW:
                log_refusal("no_such_arrow", call=call, state=session.state.tag, reason=type(event).__name__)
                return None
            after = self._after(call, session, event, origin)
            return Change(event, new_session(session.turn + 1, after.state, self.clock.now()))

        return self._advance(call, told, next_turn)

    def hang_up(self, call: str) -> None:
        """The carrier's word that a call is over. One that has ended already stays as it ended."""

        def ended(session: Session) -> Change | None:
            is_over = isinstance(session.state, Goodbye)
            return None if is_over else Change(HungUp(), self._after(call, session, HungUp()))

        with suppress(SessionLost):
            self._advance(call, None, ended)

    def ringing(self, token: str) -> Transferring | None:
        """The transfer that `token` was made for; None where the call has moved on, or it rang too long ago."""
        told = read_token(token, self.tokens)
        session, _ = self._find(told.call, told)
        is_current = told == told_of(told.call, session) and may_ring(session, self.clock.now())
        return session.state if isinstance(session.state, Transferring) and is_current else None

    def agent_took(self, token: str) -> bool:
        """Whether the caller still waits for this agent. The turn stays: it ends with its dial."""
        told = read_token(token, self.tokens)

        def taken(session: Session) -> Change | None:
            after = self._after(told.call, session, AgentTook()) if _is_waiting(told, session) else session
            return None if after == session else Change(AgentTook(), after)

        return _is_waiting(told, self._advance(told.call, told, taken))

    def _read(self, token: str) -> Told | None:
        """None where it is not ours."""
        try:
            return read_token(token, self.tokens)
        except Refusal:
            return None

    def _after(self, call: str, session: Session, event: CallEvent, origin: Origin = UNTOLD) -> Session:
        """The same turn, in the state that `event` leads to."""
        state = settled(step(CALL_FLOW, session.state, event), self.desk, TurnKey(call, session.turn), origin)
        return replace(session, state=state)

    def _advance(self, call: str, told: Told | None, decide: Callable[[Session], Change | None]) -> Session:
        """Who loses a race decides anew on what the winner saved. None: the session stays as it is."""
        session, version = self._find(call, told)
        while change := decide(session):
            stored = self._save(call, version, change.after, session.state.tag, type(change.event).__name__)
            if stored is None:
                count_turn(session.state, change.event, change.after.state)
                return change.after
            count(DUPLICATES)
            session, version = self.codec.open(stored.sealed, call), stored.version
        return session

    def _find(self, call: str, told: Told | None) -> tuple[Session, Version]:
        """As it is stored, or made again where nothing is, or where a later turn than the stored one was not saved."""
        try:
            stored = self.sessions.load(call)
        except Unavailable:
            return self.recovery.session(call, told), None
        if stored is None:
            return self.recovery.session(call, told), 0
        session = self.codec.open(stored.sealed, call)
        if told and _is_newer(told, session):
            return self.recovery.session(call, told), stored.version
        return session, stored.version

    def _save(self, call: str, version: Version, session: Session, source: str, event: str) -> StoredSession | None:
        """What another one has saved in the meantime. None: saved; or not, and then the token has to do."""
        if version is None:
            return None
        line = LoggedEvent(session.turn, source, event, session.state.tag, self.clock.now())
        try:
            return self.sessions.save(call, version, self.codec.seal(session, call), self.codec.seal_event(line, call))
        except Unavailable:
            log_event("session_not_saved", call=call, turn=session.turn, state=session.state.tag)
            return None


def _is_waiting(told: Told, session: Session) -> bool:
    return isinstance(session.state, Transferring) and told == told_of(told.call, session)


def _is_newer(told: Told, session: Session) -> bool:
    """Made for a later turn, which the store did not take."""
    return told.turn > session.turn and not isinstance(session.state, Goodbye)
