"""Prompts and text messages in the caller's language."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from ivr.dialogue.voice import Prompt, Value
from ivr.prompts.languages import LANGUAGES
from ivr.prompts.plain import plain
from ivr.prompts.speech import said
from ivr.prompts.wording import MissingWording, has, render, wording_language
from ivr.prompts.writing import in_writing

__all__ = ["LANGUAGES", "MissingWording", "has", "in_lines", "spoken", "written"]

TEXT_LIMIT = 3000  # characters in one Say that Twilio's Polly voices accept


def spoken(prompt: Prompt, language: str) -> str:
    """The sentences of `prompt`, values in words. The fallback's where `language` is none of LANGUAGES."""
    if prompt.values:
        return _compose(prompt.key, language, dict(prompt.values), said)
    return _without_values(prompt.key, language)


def written(key: str, language: str, values: Mapping[str, Value]) -> str:
    """The text message `key`. The fallback's where `language` is none of LANGUAGES."""
    return _compose(key, language, values, in_writing)


def in_lines(key: str, language: str, values: Mapping[str, Value]) -> str:
    """Like `written`, for an e-mail's body: its lines are kept. No value brings a line of its own."""
    lines = _rendered(key, language, values, in_writing).splitlines()
    return "\n".join(plain(line, TEXT_LIMIT) for line in lines)


@lru_cache(maxsize=1024)  # of what carries values nothing is kept: they may be personal
def _without_values(key: str, language: str) -> str:
    return _compose(key, language, {}, said)


def _compose(key: str, language: str, values: Mapping[str, Value], form: Callable[[Value, str], str]) -> str:
    return plain(_rendered(key, language, values, form), TEXT_LIMIT)


def _rendered(key: str, language: str, values: Mapping[str, Value], form: Callable[[Value, str], str]) -> str:
    """An int `tries` reaches the message as `$tries`, to be read, and as `$tries-count`, to choose a form by."""
    language = wording_language(key, language)
    forms = {name: form(value, language) for name, value in values.items()}
    counts = {f"{name}-count": value for name, value in values.items() if isinstance(value, int)}
    return render(key, language, {**forms, **counts})
