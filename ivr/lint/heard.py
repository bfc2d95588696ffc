"""Every document of the call as it is heard: one for each sample."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.identifiers import FULL_LENGTH
from ivr.dialogue.application_states import ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.detail_states import TellDetails
from ivr.dialogue.events import Digits
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.offer_states import TellOffers
from ivr.dialogue.present import present, present_whisper
from ivr.dialogue.signing_states import CannotSign, TellSigned, TellTerms
from ivr.dialogue.states import SPEAKING, NobodyAnswered, Speaking, TellCustomer, Transferring
from ivr.dialogue.voice import Gather, Pause, Prompt, Queue, Say, VoiceDocument
from ivr.dialogue.walk import every_call
from ivr.prompts.catalogue import has
from ivr.samples import AGENTS, variant, whisper_variant
from ivr.voice.fault import fault_documents

Wording = Callable[[Prompt, str], str]
TELLINGS = (
    TellOffers,
    TellCustomer,
    TellDetails,
    TellApplicant,
    ChooseApplication,
    TellApplication,
    TellTerms,
    TellSigned,
    CannotSign,
)
KEYS = frozenset("0123456789")
WHISPER_KEYS = frozenset("1")


class Kind(StrEnum):
    QUESTION = "question"
    RETRY = "retry"
    """Nobody answered: to try again is to ask for a person."""
    TELLING = "telling"
    WHISPER = "whisper"


@dataclass(frozen=True)
class Line:
    """One prompt. `earlier`: what was said in its place the last time, None at the first."""

    language: str
    words: str
    earlier: str | None = None


@dataclass(frozen=True)
class Heard:
    """`opening`: what is said before the question; `question`: its own words, up to the options.

    `asks`: whether there is one; `is_entry`: hash ends it; `digits`: how many it expects where they are fixed.
    `silences`: seconds. `keys`: those that lead somewhere.
    """

    where: str
    kind: Kind
    opening: tuple[Line, ...] = ()
    question: tuple[Line, ...] = ()
    options: tuple[Line, ...] = ()
    asks: bool = False
    is_entry: bool = False
    digits: int | None = None
    silences: tuple[int, ...] = ()
    keys: frozenset[str] = KEYS

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.opening, *self.question, *self.options)


def documents(languages: tuple[str, ...], wording: Wording) -> list[Heard]:
    """One of each: two states with one name say the same, which the samples see to."""
    found: dict[str, Heard] = {}
    for state in every_call(languages).states:
        if isinstance(state, SPEAKING) and (where := _where(state, variant(state))) not in found:
            found[where] = heard(where, _kind(state), present(state), wording, _keys(state))
        if isinstance(state, Transferring) and (where := _where(state, whisper_variant(state))) not in found:
            found[where] = heard(where, Kind.WHISPER, present_whisper(state), wording, WHISPER_KEYS)
    return [*found.values(), *(fault for language in languages for fault in _faults(language, wording))]


def heard(where: str, kind: Kind, document: VoiceDocument, wording: Wording, keys: frozenset[str] = KEYS) -> Heard:
    def lines(verbs: Iterator[tuple[Prompt, ...]]) -> tuple[Line, ...]:
        return tuple(_line(each, each.language or document.language, wording) for prompts in verbs for each in prompts)

    gathers = [verb for verb in document.verbs if isinstance(verb, Gather)]
    return Heard(
        where,
        kind,
        opening=lines(verb.prompts for verb in document.verbs if isinstance(verb, Say)),
        question=lines(gather.prompts for gather in gathers),
        options=lines(gather.options for gather in gathers),
        asks=bool(gathers),
        is_entry=any(gather.finish_on_key for gather in gathers),
        digits=next(map(_expected, gathers), None),
        silences=tuple(verb.seconds for verb in document.verbs if isinstance(verb, Pause)),
        keys=keys,
    )


def _line(prompt: Prompt, language: str, wording: Wording) -> Line:
    """A prompt whose key ends in a number is that try's; the one before ends in the number before."""
    earlier = re.sub(r"\d+$", lambda number: str(int(number[0]) - 1), prompt.key)
    return Line(
        language,
        wording(prompt, language),
        wording(Prompt(earlier, prompt.values), language) if earlier != prompt.key and has(earlier, language) else None,
    )


def _expected(question: Gather) -> int | None:
    """An entry that only hash ends takes a national number; a single key is no number of digits."""
    if question.num_digits is None:
        return FULL_LENGTH
    return question.num_digits if question.num_digits > 1 else None


def _kind(state: Speaking) -> Kind:
    if isinstance(state, NobodyAnswered):
        return Kind.RETRY
    asks = any(isinstance(verb, Gather) for verb in present(state).verbs)
    return Kind.QUESTION if asks and not isinstance(state, TELLINGS) else Kind.TELLING


def _keys(state: Speaking) -> frozenset[str]:
    """The keys that are not met by "that key does nothing here"."""
    after = {key: step(CALL_FLOW, state, Digits(key)) for key in KEYS}
    return frozenset(
        key
        for key, following in after.items()
        if getattr(following, "hint", None) is not Hint.UNREADABLE
        and getattr(following, "reason", None) is not Reason.NOT_UNDERSTOOD
    )


def _faults(language: str, wording: Wording) -> Iterator[Heard]:
    for number, document in enumerate(fault_documents((language,), len(AGENTS[Queue.GENERAL])), start=1):
        yield heard(f"{language} fault {number}", Kind.TELLING, document, wording)


def _where(state: Speaking, name: str) -> str:
    return f"{state.context.language} {state.tag} {name}"
