"""A document without its values, the same for everybody who hears it, and the words that stand in their places.

What chooses a form stays: counts, and words of ours (members of enumerations). Amounts, dates, digits and names do not:
they are nobody else's, so nothing of them is kept with the blank.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from ivr.dialogue.voice import Gather, Prompt, Say, Value, Verb, VoiceDocument
from ivr.prompts.speech import said
from ivr.prompts.wording import wording_language


def blank(document: VoiceDocument) -> VoiceDocument:
    """`document` with {0}, {1} … for its values, in the order of `fillings`. No wording has a brace of its own."""
    marks = (f"{{{place}}}" for place in range(len(list(_values(document)))))
    return replace(document, verbs=tuple(_blank_verb(verb, marks) for verb in document.verbs))


def fillings(document: VoiceDocument) -> list[str]:
    """Each value as it is said."""
    return [said(value, language) for value, language in _values(document)]


def _values(document: VoiceDocument) -> Iterator[tuple[Value, str]]:
    """And the language of the sentence that it stands in."""
    for prompt in document.prompts:
        if prompt.values:
            language = wording_language(prompt.key, prompt.language or document.language)
            yield from ((value, language) for _, value in prompt.values if not _chooses(value))


def _blank_verb(verb: Verb, marks: Iterator[str]) -> Verb:
    match verb:
        case Say():
            return Say(_blank_prompts(verb.prompts, marks))
        case Gather():
            prompts, options = _blank_prompts(verb.prompts, marks), _blank_prompts(verb.options, marks)
            return replace(verb, prompts=prompts, options=options)
        case _:
            return verb


def _blank_prompts(prompts: tuple[Prompt, ...], marks: Iterator[str]) -> tuple[Prompt, ...]:
    return tuple(_blank_prompt(prompt, marks) if prompt.values else prompt for prompt in prompts)


def _blank_prompt(prompt: Prompt, marks: Iterator[str]) -> Prompt:
    values = tuple((name, value if _chooses(value) else next(marks)) for name, value in prompt.values)
    return Prompt(prompt.key, values, prompt.language)


def _chooses(value: Value) -> bool:
    return isinstance(value, int | StrEnum)
