"""Ways to a person, shared by all journeys."""

from domain.requests import Refused
from ivr.dialogue.application_states import ReadingApplication
from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.detail_states import ReadingDetails
from ivr.dialogue.events import ServiceFailed
from ivr.dialogue.identify_states import AskIdentifier
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import ReadingSummary, Transferring
from ivr.dialogue.voice import Queue

TRIES = 3
"""Of each kind: per question the first asking and two more, wrong codes in a call, verifications begun in a call."""


def to_person(context: CallContext, reason: Reason = Reason.ASKED) -> Transferring:
    return Transferring(context, Queue.GENERAL, reason)


def to_specialist(context: CallContext, reason: Reason) -> Transferring:
    return Transferring(context, Queue.SPECIALIST, reason)


def nothing_to_tell(
    state: ReadingSummary | ReadingDetails | ReadingApplication | ReadingTerms, _: Refused | ServiceFailed
) -> Transferring:
    return to_person(state.context, Reason.FAILURE)


def identify_anew(context: CallContext) -> AskIdentifier | Transferring:
    """A person takes over where no start or no code is left: nobody is locked out of the line."""
    if context.starts >= TRIES or context.wrong_codes >= TRIES:
        return to_person(context, Reason.NO_TRY_LEFT)
    return AskIdentifier(context, Hint.AGAIN)
