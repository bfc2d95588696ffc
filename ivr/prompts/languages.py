"""The languages that the line can speak: every folder here is one, and it has to be complete.

The first one is what is spoken where another language is asked for that nobody has brought.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from ivr.faults import BadStart
from ivr.prompts.manifest import Manifest, read_manifest

MANIFEST = "language.toml"
MESSAGE = re.compile(r"^[a-zA-Z][\w-]*(?= *=)", re.MULTILINE)  # Fluent: only a message begins a line with its name
MOST_NAMED = 3
Read = TypeVar("Read")


@dataclass(frozen=True)
class Language:
    """`texts`: the Fluent files, in the order of their names. `messages`: the names of what they word."""

    code: str
    manifest: Manifest
    texts: Mapping[str, str]
    messages: frozenset[str]


def read_languages(root: Traversable) -> dict[str, Language]:
    """The folders of `root` by name, in the order of their places. Raises BadStart where one is not complete."""
    folders = [entry for entry in root.iterdir() if entry.is_dir() and entry.name != "__pycache__"]
    found = sorted(map(_read, folders), key=lambda language: (language.manifest.place, language.code))
    _refuse_incomplete(found, lambda language: language.texts.keys())
    _refuse_incomplete(found, lambda language: language.messages)
    return {language.code: language for language in found}


def incomplete(code: str, why: str) -> BadStart:
    return BadStart([f"the language {code} is not complete: {why}"])


def _read(folder: Traversable) -> Language:
    if not folder.joinpath(MANIFEST).is_file():
        raise incomplete(folder.name, f"{MANIFEST} is missing")
    manifest = _read_file(folder, MANIFEST, read_manifest)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".ftl"))
    texts = {name: _read_file(folder, name, str) for name in names}
    return Language(folder.name, manifest, texts, frozenset(MESSAGE.findall("\n".join(texts.values()))))


def _read_file(folder: Traversable, name: str, read: Callable[[str], Read]) -> Read:
    try:
        return read(folder.joinpath(name).read_text(encoding="utf-8"))
    except ValueError as error:  # no UTF-8, no TOML, no manifest
        raise incomplete(folder.name, f"{name} cannot be read: {error}") from None


def _refuse_incomplete(languages: Sequence[Language], parts: Callable[[Language], Set[str]]) -> None:
    """What one language has, all must have. The first one is doubted last: the others were made after it."""
    for language in reversed(languages):
        for other in languages:
            if lacking := sorted(parts(other) - parts(language)):
                raise incomplete(language.code, f"it lacks {_some_of(lacking)}, which {other.code} has")


def _some_of(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


SPOKEN: Mapping[str, Language] = read_languages(files(__package__))
LANGUAGES = tuple(SPOKEN)
FALLBACK = LANGUAGES[0]
