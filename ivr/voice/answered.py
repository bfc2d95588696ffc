"""Which document a request answers: keys, and silence, mean something in the state that asked for them alone."""

from dataclasses import replace
from datetime import datetime

from domain.formats import UNVERSIONED
from ivr.dialogue.events import CallEvent, Digits, NoInput
from ivr.dialogue.recovery import carried
from ivr.dialogue.states import Transferring
from ivr.voice.session import Session
from ivr.voice.tokens import Told

MOST_PRESENTED_AGAIN = 2
"""So often one turn is, to a caller whose keys answer a document of another version; then a person helps."""
UNCOUNTED_SECONDS = 60
"""The longest that it is where the other version, of before formats had versions, does not count."""


def as_presented(told: Told, session: Session) -> Session:
    """`session` as the document of `told` presented it.

    A worker that the store does not answer presents what the state comes back as. Another worker, or the same one a
    moment later, has the whole state.
    """
    back = carried(session.state)
    return replace(session, state=back) if told.kind == back.tag != session.state.tag else session


def answers(told: Told, session: Session, event: CallEvent) -> bool:
    """Whether `event` may be taken in `session`; the end of a dial is a fact."""
    return told.kind == session.state.tag and (told.is_current or not isinstance(event, Digits | NoInput))


def is_of_other_keys(told: Told, session: Session) -> bool:
    """Whether it was told of the same turn, and what it offered is not what the session offers today."""
    return told.is_of(told.call, session) and not (told.kind == session.state.tag and told.is_current)


def is_enough(told: Told, now: datetime) -> bool:
    """Whether a document was presented again so often, or for so long, that a person has to help."""
    if told.presented >= MOST_PRESENTED_AGAIN:
        return True
    return told.version == UNVERSIONED and abs(now.timestamp() - told.at) > UNCOUNTED_SECONDS


def is_waiting(told: Told, session: Session) -> bool:
    """Whether the caller waits for the agent whose telephone `told` was made for."""
    return isinstance(session.state, Transferring) and told.is_of(told.call, session)
