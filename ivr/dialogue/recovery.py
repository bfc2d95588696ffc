"""The state of a call whose session is lost, made again from its token's position and its checkpoint.

A position is what a state has besides values: names and small numbers. It rides in every token, so a state comes back
as it was; a telling, which is never kept, as the menu after it; a signature that is not given yet as the menu before
it, because a yes is not made again from a token. Level, challenge and counters are the checkpoint's.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from domain.checkpoint import Checkpoint
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.flow.people import TRIES
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, ChooseLanguage, NotVerified
from ivr.dialogue.signing_states import CannotSign
from ivr.dialogue.state import Callers, HasMenu, Section
from ivr.dialogue.states import SPEAKING, Speaking, Transferring

KINDS = {kind.__name__: kind for kind in SPEAKING}
NOBODY_KNOWS = "taken"
"""Who pressed the key in the whisper: that the legs were connected has to do."""


def _plain(kind: type[Speaking]) -> dict[str, Callable[[str], object]]:
    """How the fields are read that tell nothing about anybody: words of ours, small numbers, flags."""
    return {
        field.name: field.type
        for field in fields(kind)
        if isinstance(field.type, type) and issubclass(field.type, StrEnum | int) and field.name != NOBODY_KNOWS
    }


PLAIN_OF = {name: _plain(kind) for name, kind in KINDS.items()}


@dataclass(frozen=True)
class Position:
    """`kind`: a speaking state's tag. `words`: its plain fields, in their order; then the names of the flags it has."""

    kind: str
    language: str
    transfers: int
    words: tuple[str, ...]


def position_of(state: Speaking) -> Position:
    state = _after_telling(state)
    values = {name: getattr(state, name) for name in PLAIN_OF[state.tag]}
    words = tuple(name if value is True else str(value) for name, value in values.items() if value is not False)
    return Position(state.tag, state.context.language, state.context.transfers, words)


def restored(position: Position, checkpoint: Checkpoint, languages: tuple[str, ...]) -> Speaking:
    """The state at `position`; the resumed call where the checkpoint does not bear it out. `languages`: the line's."""
    kind = KINDS[position.kind]
    if not _bears_out(checkpoint, kind):
        return resumed(position, checkpoint)
    plain = PLAIN_OF[position.kind]
    valued = ((name, read) for name, read in plain.items() if read is not bool)
    given: dict[str, Any] = {name: read(word) for (name, read), word in zip(valued, position.words, strict=False)}
    given |= {name: True for name, read in plain.items() if read is bool and name in position.words}
    if kind is ChooseLanguage:
        given["languages"] = languages
    if kind is AwaitCode:
        given["challenge"] = checkpoint.challenge
    if kind is Transferring:
        given[NOBODY_KNOWS] = True
    grant = None if kind.callers is Callers.STRANGERS else checkpoint.grant
    return kind(CallContext(position.language, grant, *_counters(checkpoint), position.transfers), **given)


def resumed(position: Position, checkpoint: Checkpoint) -> Speaking:
    """Where the checkpoint alone lets a call go on: the menu of a verified caller, the wait for a code, the identifier.

    Nothing is told in any of them. Of `position` only the language counts, and which menu it was.
    """
    context = CallContext(position.language, checkpoint.grant, *_counters(checkpoint))
    if checkpoint.grant:
        is_customer = KINDS[position.kind].section is Section.CUSTOMER
        menu = CustomerMenu if is_customer else ApplicantMenu  # the smaller one fits both
        return menu(context, Hint.SILENT, 1)
    if checkpoint.wrong_codes >= TRIES:
        return NotVerified(context)
    if checkpoint.challenge:
        hint = Hint.WRONG if checkpoint.wrong_codes else Hint.PATIENT
        return AwaitCode(context, checkpoint.challenge, hint, round=2)
    return AskIdentifier(context, Hint.AGAIN)


def _after_telling(state: Speaking) -> Speaking:
    """Menus have no words for a first time: it counts as the second. What could not be signed is not offered again."""
    if isinstance(state, CannotSign):
        return ApplicantMenu(state.context, Hint.SILENT, 1)
    return replace(state.menu(), hint=Hint.SILENT, tries=1) if isinstance(state, HasMenu) else state


def _bears_out(checkpoint: Checkpoint, kind: type[Speaking]) -> bool:
    if kind is AwaitCode:
        return checkpoint.challenge is not None and checkpoint.wrong_codes < TRIES
    return kind.callers is not Callers.VERIFIED or checkpoint.grant is not None


def _counters(checkpoint: Checkpoint) -> tuple[int, int]:
    return checkpoint.starts, checkpoint.wrong_codes
