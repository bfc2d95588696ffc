"""What every document is held to. A rule yields the words that break it.

Lengths are seconds at 150 words a minute. Sources: ETSI ETR 096 for the keys, the published practice of voice menus
for lengths and order.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from ivr.dialogue.keys import END, NUMBERS, PERSON
from ivr.dialogue.menu import MOST_OPTIONS
from ivr.lint.heard import Heard, Kind, Line
from ivr.lint.languages import MANNERS
from ivr.prompts.number_words import number_words

WORDS_PER_SECOND = 150 / 60
QUESTION_SECONDS = 8
TELLING_SECONDS = 25
WHISPER_SECONDS = 5
SILENCE_SECONDS = 3


def questions_come_to_the_point(document: Heard) -> Iterator[str]:
    """Eight seconds before the first option, and as many for what is said before the question."""
    if document.kind in {Kind.QUESTION, Kind.RETRY}:
        yield from _too_long(document.opening, QUESTION_SECONDS)
        yield from _too_long(document.question, QUESTION_SECONDS)


def tellings_end_in_time(document: Heard) -> Iterator[str]:
    """All up to the options."""
    yield from _too_long((*document.opening, *document.question), TELLING_SECONDS)


def whispers_end_in_time(document: Heard) -> Iterator[str]:
    if document.kind is Kind.WHISPER:
        yield from _too_long(document.lines, WHISPER_SECONDS)


def options_can_be_remembered(document: Heard) -> Iterator[str]:
    if len(document.options) > MOST_OPTIONS:
        yield _words(document.options)


def options_name_the_function_then_the_key(document: Heard) -> Iterator[str]:
    for option in document.options:
        manner = MANNERS[option.language]
        if not (manner.entry_option if document.is_entry else manner.option).fullmatch(option.words):
            yield option.words


def keys_have_no_gaps(document: Heard) -> Iterator[str]:
    """1, 2, 3 …, then a person, then the end."""
    keys = _keys(document)
    general = [key for key in (PERSON, END) if key in keys]
    choices = [key for key in keys if key not in general]
    if keys != [*NUMBERS[: len(choices)], *general]:
        yield _words(document.options)


def keys_lead_somewhere(document: Heard) -> Iterator[str]:
    """The key that is said is the one that acts."""
    yield from (option.words for option in document.options if _key(option) != option.key)


def a_person_is_offered(document: Heard) -> Iterator[str]:
    if document.asks and document.kind in {Kind.QUESTION, Kind.TELLING} and PERSON not in _keys(document):
        yield _words(document.lines)


def nobody_is_blamed(document: Heard) -> Iterator[str]:
    """Options and whispers may say that something is wrong: with an account, not with the caller."""
    if document.kind is not Kind.WHISPER:
        for line in (*document.opening, *document.question):
            if MANNERS[line.language].blaming.search(line.words):
                yield line.words


def silence_is_explained(document: Heard) -> Iterator[str]:
    yield from (f"{seconds} seconds of silence" for seconds in document.silences if seconds > SILENCE_SECONDS)
    if not _words(document.lines):
        yield "nothing is said"


def expected_digits_are_named(document: Heard) -> Iterator[str]:
    """In the question or right before it: "six digits", "a six-digit code"."""
    lines = (*document.opening, *document.question)
    if document.digits and not any(_names(line, document.digits) for line in lines):
        yield _words(lines)


def numbers_are_words(document: Heard) -> Iterator[str]:
    """The one digit that is left for the voice to read is the key to press; percent is a word too."""
    for line in document.lines:
        if re.search(r"[\d%]", MANNERS[line.language].press.sub("", line.words)):
            yield line.words


def errors_get_fuller(document: Heard) -> Iterator[str]:
    for line in document.lines:
        if line.earlier is not None and len(line.words.split()) <= len(line.earlier.split()):
            yield f"{line.words} (before: {line.earlier})"


def keys_have_their_names(document: Heard) -> Iterator[str]:
    """Hash, star, zero; fyrkant, stjärna, noll."""
    yield from (line.words for line in document.lines if MANNERS[line.language].odd_names.search(line.words))


RULES: tuple[Callable[[Heard], Iterator[str]], ...] = (
    questions_come_to_the_point,
    tellings_end_in_time,
    whispers_end_in_time,
    options_can_be_remembered,
    options_name_the_function_then_the_key,
    keys_have_no_gaps,
    keys_lead_somewhere,
    a_person_is_offered,
    nobody_is_blamed,
    silence_is_explained,
    expected_digits_are_named,
    numbers_are_words,
    errors_get_fuller,
    keys_have_their_names,
)


def _too_long(lines: Iterable[Line], seconds: int) -> Iterator[str]:
    words = _words(lines)
    length = len(words.split()) / WORDS_PER_SECOND
    if length > seconds:
        yield f"{words} ({length:.1f} s)"


def _words(lines: Iterable[Line]) -> str:
    return " ".join(line.words for line in lines)


def _keys(document: Heard) -> list[str]:
    return [_key(option) for option in document.options]


def _key(option: Line) -> str:
    found = re.search(r"\d", option.words)
    return found[0] if found else ""


def _names(line: Line, digits: int) -> bool:
    return bool(re.search(rf"\b{number_words(digits, line.language)}", line.words, re.IGNORECASE))
