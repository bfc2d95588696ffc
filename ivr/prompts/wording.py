"""One message of one language, as its Fluent files word it."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from ivr.prompts.languages import FALLBACK, SPOKEN, Language, incomplete


class MissingWording(LookupError):
    """A message, or a variable it needs, is missing. Names the message only: values may be personal."""

    def __init__(self, key: str, language: str) -> None:
        super().__init__(f"{key} has no complete wording in {language}")
        self.key = key
        self.language = language


def has(key: str, language: str) -> bool:
    """Whether `language` itself has the message, without falling back."""
    return language in _BUNDLES and _BUNDLES[language].has_message(key)


def wording_language(key: str, language: str) -> str:
    """Which language the message is found in: `language`, or else the fallback."""
    return language if has(key, language) else FALLBACK


def render(key: str, language: str, arguments: Mapping[str, str | int]) -> str:
    """The message `key` of `language`; MissingWording where it or one of its variables is missing.

    Strings are placed as they are; ints are counts, for the message to choose a form by.
    """
    pattern = _BUNDLES[language].get_message(key).value if has(key, language) else None
    if pattern is None:
        raise MissingWording(key, language)
    text, errors = _BUNDLES[language].format_pattern(pattern, dict(arguments))
    if errors:  # Fluent returns its errors and puts the variable's name into the text
        raise MissingWording(key, language)
    return str(text)


@cache
def version(language: str) -> str:
    """SHA-256 (hex) of the wording of `language`."""
    return sha256("".join(SPOKEN[language].texts.values()).encode()).hexdigest()


def _bundle(language: Language) -> FluentBundle:
    _refuse_unknown(language.code)
    # Isolation marks (U+2068, U+2069) are for writing that mixes directions; voices stumble over them.
    bundle = FluentBundle([language.code], use_isolating=False)
    for name, text in language.texts.items():
        resource = FluentResource(text)
        if unreadable := next((entry for entry in resource.body if isinstance(entry, Junk)), None):
            raise incomplete(language.code, f"{name} cannot be read where it says {_first_line(unreadable)}")
        bundle.add_resource(resource)
    return bundle


def _refuse_unknown(code: str) -> None:
    """Plural forms, dates and amounts are Babel's."""
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        raise incomplete(code, "Babel knows no language of this name") from None


def _first_line(unreadable: Junk) -> str:
    return str(unreadable.content).strip().partition("\n")[0]


_BUNDLES = {code: _bundle(language) for code, language in SPOKEN.items()}
