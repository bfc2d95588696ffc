"""Numbers as words."""

from functools import cache
from typing import Literal

from num2words import CONVERTER_CLASSES, num2words

from ivr.prompts.languages import LANGUAGES, SPOKEN, incomplete

Form = Literal["cardinal", "common", "ordinal"]
"""A cardinal as one counts, a cardinal before a noun of the common gender (Swedish: en krona, ett öre), an ordinal."""

COMMON = range(1000)  # worked out once each: counts, days, hundreds of kronor
THOUSANDS = range(1000, 1_000_000)  # put together from these
HUNDRED = 100  # from here on a rest is joined in another way
GROUP = 3  # digits said in one breath


def number_words(number: int, language: str, form: Form = "cardinal") -> str:
    """12 → "twelve", or as an ordinal "twelfth"."""
    if number in COMMON:
        return _kept(number, language, form)
    if number in THOUSANDS and form != "ordinal":
        return _joined(number, language, form)
    return _words(number, language, form)


def one_by_one(digits: str, language: str) -> str:
    """ "456" → "four, five, six"; "456789" → "four five six, seven eight nine".

    A voice pauses at a comma. Up to three digits stand alone; more are grouped by three, the last ones by two where
    that keeps a digit from being left alone (4 = 2+2, 5 = 3+2, 7 = 3+2+2). Hyphens and the like are not said.
    """
    words = [number_words(int(digit), language) for digit in digits if digit.isdecimal()]
    groups = _grouped(words) if len(words) > GROUP else [[word] for word in words]
    return ", ".join(" ".join(group) for group in groups)


def _grouped(words: list[str]) -> list[list[str]]:
    pairs = -len(words) % GROUP  # how many threes give up one word each
    split = len(words) - pairs * (GROUP - 1)
    threes = [words[i : i + GROUP] for i in range(0, split, GROUP)]
    return threes + [words[i : i + GROUP - 1] for i in range(split, len(words), GROUP - 1)]


def _joined(number: int, language: str, form: Form) -> str:
    thousands, rest = divmod(number, 1000)
    if not rest:
        return _kept(number, language, form)
    return _start(thousands, 1 if rest < HUNDRED else HUNDRED, language) + _kept(rest, language, form)


@cache
def _start(thousands: int, rest: int, language: str) -> str:
    """So many thousand, as far as the rest: "two thousand and " before one, "two thousand, " before one hundred."""
    return _words(thousands * 1000 + rest, language, "cardinal").removesuffix(_kept(rest, language, "cardinal"))


def _words(number: int, language: str, form: Form) -> str:
    words = str(num2words(number, lang=_tongue(language), to="ordinal" if form == "ordinal" else "cardinal"))
    numbers = SPOKEN[language].manifest.numbers
    for own, correct in (*numbers.spelling, *(numbers.common if form == "common" else ())):
        words = own.sub(correct, words)
    return words


def _tongue(language: str) -> str:
    return language.partition("-")[0]


def _refuse_uncounted() -> None:
    """num2words would raise at the first number that is said."""
    for language in LANGUAGES:
        if _tongue(language) not in CONVERTER_CLASSES:
            raise incomplete(language, f"num2words has no numbers in {_tongue(language)}")


_kept = cache(_words)
_refuse_uncounted()
