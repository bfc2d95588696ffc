"""What of a state may ride in an address, and the state of a call whose session is lost, made again from that.

A telling is never carried: the menu after it rides in its place. Nor is a signature that is not given yet, nor the
agreement that it is for: the menu before it rides instead, so that a yes is not made again from an address. Level,
person, challenge and counters of a call that has lost its session are the checkpoint's.
"""

from dataclasses import replace
from typing import Any

from domain.checkpoint import Checkpoint
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.flow.people import TRIES, to_person
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, NotVerified
from ivr.dialogue.signing_states import CannotSign
from ivr.dialogue.state import Callers, HasMenu, Section
from ivr.dialogue.states import Speaking, Transferring


def carried(state: Speaking) -> Speaking:
    """The same state, where it may ride in an address; else the one that it comes back as.

    Menus have no words for a first time: it counts as the second. What could not be signed is not offered again. Who
    pressed the key in the whisper is known to the session alone.
    """
    match state:
        case CannotSign():
            return ApplicantMenu(state.context, Hint.SILENT, 1)
        case Transferring():
            return replace(state, taken=False)
    return replace(state.menu(), hint=Hint.SILENT, tries=1) if isinstance(state, HasMenu) else state


def restored(state: Speaking, checkpoint: Checkpoint) -> Speaking:
    """The carried `state`; the resumed call where the checkpoint does not bear it out."""
    if not _bears_out(checkpoint, type(state)):
        return resumed(state, checkpoint)
    grant = None if state.callers is Callers.STRANGERS else checkpoint.grant
    context = CallContext(state.context.language, grant, *_counters(checkpoint), state.context.transfers)
    changes: dict[str, Any] = {"context": context}
    if isinstance(state, AwaitCode):
        changes["challenge"] = checkpoint.challenge
    if isinstance(state, Transferring):
        changes["taken"] = True  # that the legs were connected has to do
    return replace(state, **changes)


def resumed(state: Speaking, checkpoint: Checkpoint) -> Speaking:
    """Where the checkpoint alone lets a call go on: the menu of a verified caller, the wait for a code, the identifier.

    Nothing is told in any of them. Of `state` only the language counts, and which part of a call it is in.
    """
    context = CallContext(state.context.language, checkpoint.grant, *_counters(checkpoint))
    if checkpoint.grant:
        menu = CustomerMenu if state.section is Section.CUSTOMER else ApplicantMenu  # the smaller one fits both
        return menu(context, Hint.SILENT, 1)
    if checkpoint.wrong_codes >= TRIES:
        return NotVerified(context)
    if checkpoint.challenge:
        hint = Hint.WRONG if checkpoint.wrong_codes else Hint.PATIENT
        return AwaitCode(context, checkpoint.challenge, hint, round=2)
    return AskIdentifier(context, Hint.AGAIN)


def given_up(state: Speaking) -> Transferring:
    """A person, where the versions of the line that answer have asked the same question with different keys."""
    return to_person(state.context, Reason.FAILURE)


def _bears_out(checkpoint: Checkpoint, kind: type[Speaking]) -> bool:
    if kind is AwaitCode:
        return checkpoint.challenge is not None and checkpoint.wrong_codes < TRIES
    return kind.callers is not Callers.VERIFIED or checkpoint.grant is not None


def _counters(checkpoint: Checkpoint) -> tuple[int, int]:
    return checkpoint.starts, checkpoint.wrong_codes
