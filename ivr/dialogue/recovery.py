"""The state of a call whose session is lost, made again from its token's position and its checkpoint.

A position is what a state has besides values: names and small numbers. It rides in every token, so a state comes back
as it was; a telling, which is never kept, as the menu after it; a signature that is not given yet as the menu before
it, because a yes is not made again from a token. Level, challenge and counters are the checkpoint's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from domain.checkpoint import Checkpoint
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.context import CallContext, Farewell, Hint, Missed, Reason
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.flow import account, application, choosing, details, offers
from ivr.dialogue.flow.people import TRIES
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, ChooseLanguage, NotVerified
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.signing_states import AskConsent, AwaitSigningCode, CannotSign, TellSigned, TellTerms
from ivr.dialogue.states import SPEAKING, CustomerMenu, Speaking, TellCustomer, Transferring
from ivr.dialogue.voice import Queue

PLAIN: Mapping[str, Callable[[str], object]] = {
    "hint": Hint,
    "tries": int,
    "round": int,
    "resends": int,
    "queue": Queue,
    "reason": Reason,
    "target": int,
    "missed": Missed,
    "farewell": Farewell,
}
"""The fields of states that tell nothing about anybody, and how their words are read."""

FLAGS = frozenset({"may_sign", "may_pay", "may_apply", "has_application", "has_account"})

KINDS = {kind.__name__: kind for kind in SPEAKING}
PLAIN_OF = {
    name: tuple(field.name for field in fields(kind) if field.name in {*PLAIN, *FLAGS}) for name, kind in KINDS.items()
}
CUSTOMERS_MENUS = (CustomerMenu.__name__, DetailsMenu.__name__)
WITHOUT_GRANT = (ChooseLanguage, AskIdentifier, AwaitCode, NotVerified, OffersMenu)


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
    words = tuple(name if name in FLAGS else str(value) for name, value in values.items() if value is not False)
    return Position(state.tag, state.context.language, state.context.transfers, words)


def restored(position: Position, checkpoint: Checkpoint, languages: tuple[str, ...]) -> Speaking:
    """The state at `position`; the resumed call where the checkpoint does not bear it out. `languages`: the line's."""
    kind = KINDS[position.kind]
    if not _bears_out(checkpoint, kind):
        return resumed(position, checkpoint)
    valued = (name for name in PLAIN_OF[position.kind] if name not in FLAGS)
    given: dict[str, Any] = {name: PLAIN[name](word) for name, word in zip(valued, position.words, strict=False)}
    given |= dict.fromkeys(FLAGS.intersection(position.words), True)
    if kind is ChooseLanguage:
        given["languages"] = languages
    if kind is AwaitCode:
        given["challenge"] = checkpoint.challenge
    if kind is Transferring:
        given["taken"] = True  # nobody knows any more who pressed the key: that the legs were connected has to do
    grant = None if kind in WITHOUT_GRANT else checkpoint.grant
    return kind(CallContext(position.language, grant, *_counters(checkpoint), position.transfers), **given)


def resumed(position: Position, checkpoint: Checkpoint) -> Speaking:
    """Where the checkpoint alone lets a call go on: the menu of a verified caller, the wait for a code, the identifier.

    Nothing is told in any of them. Of `position` only the language counts, and which menu it was.
    """
    context = CallContext(position.language, checkpoint.grant, *_counters(checkpoint))
    if checkpoint.grant:
        menu = CustomerMenu if position.kind in CUSTOMERS_MENUS else ApplicantMenu  # the smaller one fits both
        return menu(context, Hint.SILENT, 1)
    if checkpoint.wrong_codes >= TRIES:
        return NotVerified(context)
    if checkpoint.challenge:
        hint = Hint.WRONG if checkpoint.wrong_codes else Hint.PATIENT
        return AwaitCode(context, checkpoint.challenge, hint, round=2)
    return AskIdentifier(context, Hint.AGAIN)


def _after_telling(state: Speaking) -> Speaking:
    """Menus have no words for a first time: it counts as the second."""
    menu = _menu_after(state)
    return replace(menu, hint=Hint.SILENT, tries=1) if menu else state


def _menu_after(  # noqa: C901, PLR0911 - one line for each
    state: Speaking,
) -> OffersMenu | CustomerMenu | DetailsMenu | ApplicantMenu | None:
    """Who was about to sign may hear the terms again."""
    match state:
        case TellOffers():
            return offers.menu_of(state)
        case TellCustomer():
            return account.menu_of(state)
        case TellDetails():
            return details.menu_of(state)
        case TellSigned():
            return CustomerMenu(state.context, Hint.FIRST, 0)
        case TellApplicant():
            return application.menu_of(state)
        case TellApplication():
            return state.asked_in
        case ChooseApplication():
            return choosing.menu_of(state)
        case CannotSign():
            return ApplicantMenu(state.context, Hint.FIRST, 0)
        case TellTerms() | AskConsent() | AwaitSigningCode():
            return ApplicantMenu(state.context, Hint.FIRST, 0, may_sign=True)
    return None


def _bears_out(checkpoint: Checkpoint, kind: type[Speaking]) -> bool:
    if kind is AwaitCode:
        return checkpoint.challenge is not None and checkpoint.wrong_codes < TRIES
    return kind not in (CustomerMenu, DetailsMenu, ApplicantMenu) or checkpoint.grant is not None


def _counters(checkpoint: Checkpoint) -> tuple[int, int]:
    return checkpoint.starts, checkpoint.wrong_codes
