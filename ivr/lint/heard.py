"""Every document of the call as it is heard: one for each sample."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.identifiers import FULL_LENGTH
from ivr.dialogue.present import present, present_whisper
from ivr.dialogue.states import SPEAKING, NobodyAnswered, Speaking, Transferring
from ivr.dialogue.voice import Gather, Pause, Prompt, Queue, Say, Value, VoiceDocument
from ivr.dialogue.walk import every_call
from ivr.prompts.catalogue import has
from ivr.samples import AGENTS, variant, whisper_variant
from ivr.voice.fault import fault_documents

Wording = Callable[[Prompt, str], str]


class Kind(StrEnum):
    QUESTION = "question"
    RETRY = "retry"
    """Nobody answered: to try again is to ask for a person."""
    TELLING = "telling"
    WHISPER = "whisper"


@dataclass(frozen=True)
class Line:
    """One prompt. `earlier`: what was said in its place the last time, None at the first. `key`: of an option."""

    language: str
    words: str
    earlier: str | None = None
    key: Value | None = None


@dataclass(frozen=True)
class Heard:
    """`opening`: what is said before the question; `question`: its own words, up to the options.

    `asks`: whether there is one; `is_entry`: hash ends it; `digits`: how many it expects where they are fixed.
    `silences`: seconds.
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

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.opening, *self.question, *self.options)


def documents(languages: tuple[str, ...], wording: Wording) -> list[Heard]:
    """One of each: two states with one name say the same, which the samples see to."""
    found: dict[str, Heard] = {}
    for state in every_call(languages).states:
        if isinstance(state, SPEAKING) and (where := _where(state, variant(state))) not in found:
            found[where] = heard(where, _kind(state), present(state), wording)
        if isinstance(state, Transferring) and (where := _where(state, whisper_variant(state))) not in found:
            found[where] = heard(where, Kind.WHISPER, present_whisper(state), wording)
    return [*found.values(), *(fault for language in languages for fault in _faults(language, wording))]


def heard(where: str, kind: Kind, document: VoiceDocument, wording: Wording) -> Heard:
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
    )


def _line(prompt: Prompt, language: str, wording: Wording) -> Line:
    """A prompt whose key ends in a number is that try's; the one before ends in the number before."""
    earlier = re.sub(r"\d+$", lambda number: str(int(number[0]) - 1), prompt.key)
    return Line(
        language,
        wording(prompt, language),
        wording(Prompt(earlier, prompt.values), language) if earlier != prompt.key and has(earlier, language) else None,
        dict(prompt.values).get("number"),
    )


def _expected(question: Gather) -> int | None:
    """An entry that only hash ends takes a national number; a single key is no number of digits."""
    if question.num_digits is None:
        return FULL_LENGTH
    return question.num_digits if question.num_digits > 1 else None


def _kind(state: Speaking) -> Kind:
    """A question is what is asked again."""
    if isinstance(state, NobodyAnswered):
        return Kind.RETRY
    return Kind.QUESTION if hasattr(state, "hint") else Kind.TELLING


def _faults(language: str, wording: Wording) -> Iterator[Heard]:
    for number, document in enumerate(fault_documents((language,), len(AGENTS[Queue.GENERAL])), start=1):
        yield heard(f"{language} fault {number}", Kind.TELLING, document, wording)


def _where(state: Speaking, name: str) -> str:
    return f"{state.context.language} {state.tag} {name}"
