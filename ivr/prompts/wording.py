"""The Fluent files: which languages there are, and one message of one of them."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en-GB"
LANGUAGES = tuple(
    sorted(
        (folder.name for folder in files(__package__).iterdir() if folder.joinpath("speech.ftl").is_file()),
        key=lambda language: (language != FALLBACK, language),
    )
)


class MissingWording(LookupError):
    """A message, or a variable it needs, is missing. Names the message only: values may be personal."""

    def __init__(self, key: str, language: str) -> None:
        super().__init__(f"{key} has no complete wording in {language}")
        self.key = key
        self.language = language


def has(key: str, language: str) -> bool:
    """Whether `language` itself has the message, without falling back."""
    return language in LANGUAGES and _bundle(language).has_message(key)


def wording_language(key: str, language: str) -> str:
    """Which language the message is found in: `language`, or else the fallback."""
    return language if has(key, language) else FALLBACK


def render(key: str, language: str, arguments: Mapping[str, str | int]) -> str:
    """The message `key` of `language`; MissingWording where it or one of its variables is missing.

    Strings are placed as they are; ints are counts, for the message to choose a form by.
    """
    pattern = _bundle(language).get_message(key).value if has(key, language) else None
    if pattern is None:
        raise MissingWording(key, language)
    text, errors = _bundle(language).format_pattern(pattern, dict(arguments))
    if errors:  # Fluent returns its errors and puts the variable's name into the text
        raise MissingWording(key, language)
    return str(text)


@cache
def version(language: str) -> str:
    """SHA-256 (hex) of the files of `language`."""
    return sha256("".join(text for _, text in _files(language)).encode()).hexdigest()


@cache
def _bundle(language: str) -> FluentBundle:
    # Isolation marks (U+2068, U+2069) are for writing that mixes directions; voices stumble over them.
    bundle = FluentBundle([language], use_isolating=False)
    for _, text in _files(language):
        bundle.add_resource(FluentResource(text))
    return bundle


def _files(language: str) -> list[tuple[str, str]]:
    """Names and texts, in the order of the names."""
    found = files(__package__).joinpath(language).iterdir()
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in found if file.name.endswith(".ftl"))
