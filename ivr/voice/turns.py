"""One turn, exactly once: step from the state that the call is in, save by compare-and-set, and say what came out.

One trip to the session store where the token holds all of the state and nothing is asked of the domain; else the store
is asked first, which makes two. A turn that was taken already, a stale one and the loser of a race come out at the
state that the call is in now; `ivr.voice.repeats` decides which of them hear it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from domain.errors import Refusal, Unavailable
from domain.ports import Clock
from domain.requests import Origin, TurnKey
from ivr.dialogue.events import AgentTook, CallEvent, Digits, HungUp, KeysChanged
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.recovery import given_up
from ivr.dialogue.states import Goodbye, Speaking, Transferring, Working, greeting
from ivr.logs import log_event, log_refusal
from ivr.metrics import DUPLICATES, count, count_beginning, count_turn
from ivr.voice.answered import answers, as_presented, is_enough, is_of_other_keys, is_waiting
from ivr.voice.asking import Desk, settled
from ivr.voice.changes import Change, CurrentTurn
from ivr.voice.kept import KeptSessions
from ivr.voice.recovery import SessionLost
from ivr.voice.repeats import may_hear, may_ring
from ivr.voice.session import Session, StoredSession, new_session
from ivr.voice.tokens import SealedSession, Told

EventIn = Callable[[Speaking], CallEvent]
"""What a request says in the state that it answers."""

UNTOLD = Origin(None, is_inbound=False)
"""Of what happens to a call beside its turns."""


@dataclass(frozen=True)
class Turns:
    """What a turn stands on. Methods raise SessionLost or Unavailable where a lost session cannot be made again."""

    kept: KeptSessions
    desk: Desk
    clock: Clock

    def call(self, token: str) -> str | None:
        """The name of the token's call, where it is a token of ours."""
        told = self._read(token)
        return told.call if told else None

    def language(self, token: str) -> str | None:
        """Of the call that `token` was made for; None where it is not ours."""
        told = self._read(token)
        return told.state.context.language if told else None

    def begin(self, call: str, languages: tuple[str, ...]) -> CurrentTurn:
        """The greeting, in one trip; a call that has begun already is where it is."""
        kept = self.kept.sealed(call, new_session(0, greeting(languages), self.clock.now(), event="CallBegan"))
        stored = self.kept.save(0, kept, kept.token)
        if stored:
            count(DUPLICATES)
            return self._current(None, self.kept.found(call, None, stored)[0])
        count_beginning(kept.session.state)
        return self._current(None, kept)

    def take(self, call: str, token: str, event_in: EventIn, origin: Origin) -> CurrentTurn:
        """The next turn, where `token` is the current one's and the table knows what to make of its event."""
        told, stored = self._read(token), None
        if told and (change := self._unasked(told, event_in)):
            after = self.kept.sealed(call, change.after)
            with suppress(Unavailable):
                stored = self.kept.advance(token, after)
                if stored is None:
                    count_turn(told.state, change.event, change.after.state)
                    return self._current(told, after)
        next_turn = partial(self._next_turn, call, told, event_in, origin)
        return self._current(told, self._advance(call, told, next_turn, stored))

    def hang_up(self, call: str) -> None:
        """The carrier's word that a call is over. One that has ended already stays as it ended."""

        def ended(session: Session) -> Change | None:
            if isinstance(session.state, Goodbye):
                return None
            state = self._following(call, session, HungUp())
            after = self._entered(session.turn, state, session.state, HungUp())
            return Change(HungUp(), replace(after, nonce=session.nonce))

        with suppress(SessionLost):
            self._advance(call, None, ended)

    def ringing(self, token: str) -> Transferring | None:
        """The transfer that `token` was made for; None where the call has moved on, or it rang too long ago."""
        told = self.kept.codec.read(token)
        session = self.kept.find(told.call, told)[0].session
        is_current = told.is_of(told.call, session) and may_ring(session, self.clock.now())
        return session.state if isinstance(session.state, Transferring) and is_current else None

    def agent_took(self, token: str) -> bool:
        """Whether the caller still waits for this agent. The turn stays: it ends with its dial."""
        told = self.kept.codec.read(token)

        def taken(session: Session) -> Change | None:
            if not is_waiting(told, session):
                return None
            after = replace(session, state=self._following(told.call, session, AgentTook()))
            logged = self._entered(session.turn, after.state, session.state, AgentTook())
            return None if after == session else Change(AgentTook(), after, logged)

        return is_waiting(told, self._advance(told.call, told, taken).session)

    def _read(self, token: str) -> Told | None:
        """None where it is not ours."""
        try:
            return self.kept.codec.read(token)
        except Refusal:
            return None

    def _current(self, told: Told | None, kept: SealedSession) -> CurrentTurn:
        """The token of a document that is presented again counts how often it was."""
        if told and is_of_other_keys(told, kept.session):
            kept = self.kept.sealed(kept.call, replace(kept.session, presented=told.presented + 1))
        return CurrentTurn(kept.session, kept.token, may_hear(kept.call, told, kept.session, self.clock.now()))

    def _unasked(self, told: Told, event_in: EventIn) -> Change | None:
        """The change that a token's own state leads to where nobody has to be asked; None where somebody has."""
        if not (told.holds_all and told.is_current):
            return None
        event = event_in(told.state)
        state = step(CALL_FLOW, told.state, event)
        if isinstance(state, Working) or state is told.state:
            return None
        return Change(event, self._entered(told.turn + 1, state, told.state, event))

    def _next_turn(
        self, call: str, told: Told | None, event_in: EventIn, origin: Origin, session: Session
    ) -> Change | None:
        """None where the call is presented as it stands: keys mean something in the state of their document only."""
        if told is None or not told.is_of(call, session):
            count(DUPLICATES)
            return None
        session = as_presented(told, session)
        event = event_in(session.state)
        if not answers(told, session, event):
            return self._presented_again(told, session)
        if (type(session.state), type(event)) not in CALL_FLOW:
            log_refusal("no_such_arrow", call=call, state=session.state.tag, reason=type(event).__name__)
            return None
        state = self._following(call, session, event, origin)
        return Change(event, self._entered(session.turn + 1, state, session.state, event))

    def _presented_again(self, told: Told, session: Session) -> Change | None:
        log_event("presented_again", call=told.call, turn=session.turn, state=session.state.tag)
        if not is_enough(told, self.clock.now()) or (type(session.state), Digits) not in CALL_FLOW:
            return None
        after = self._entered(session.turn + 1, given_up(session.state), session.state, KeysChanged())
        return Change(KeysChanged(), after)

    def _entered(self, turn: int, state: Speaking, source: Speaking, event: CallEvent | KeysChanged) -> Session:
        return new_session(turn, state, self.clock.now(), source.tag, type(event).__name__)

    def _following(self, call: str, session: Session, event: CallEvent, origin: Origin = UNTOLD) -> Speaking:
        """The state that `event` leads to, whoever has to be asked on the way."""
        return settled(step(CALL_FLOW, session.state, event), self.desk, TurnKey(call, session.turn), origin)

    def _advance(
        self,
        call: str,
        told: Told | None,
        decide: Callable[[Session], Change | None],
        stored: StoredSession | None = None,
    ) -> SealedSession:
        """Who loses a race decides anew on what the winner saved. None: the session stays as it is.

        `stored`: what the store is known to have.
        """
        kept, version = self.kept.found(call, told, stored) if stored else self.kept.find(call, told)
        while change := decide(kept.session):
            after = self.kept.sealed(call, change.after)
            line = self.kept.sealed(call, change.logged) if change.logged else after
            stored = self.kept.save(version, after, line.token)
            if stored is None:
                count_turn(kept.session.state, change.event, change.after.state)
                return after
            count(DUPLICATES)
            kept, version = self.kept.found(call, told, stored)
        return kept
