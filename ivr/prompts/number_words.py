"""Numbers as words."""

import re
from functools import cache
from typing import Literal

from num2words import num2words

Form = Literal["cardinal", "common", "ordinal"]
"""A cardinal as one counts, a cardinal before a noun of the common gender (Swedish: en krona, ett öre), an ordinal."""

COMMON = range(1000)  # worked out once each: counts, days, hundreds of kronor
GROUP = 3  # digits said in one breath

SPELLING: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "sv": (  # Svenska skrivregler: no letter three times; what follows tusen, miljon … stands alone; tjugonde
        (re.compile("etttusen"), "ettusen"),
        (re.compile(r"(tusen|ilj(?:on|ard)(?:er)?+)(?=\w)"), r"\1 "),
        (re.compile("tjugode"), "tjugonde"),
    )
}
"""What num2words spells in its own way."""

NEUTER_ONE = re.compile("ett$")


def number_words(number: int, language: str, form: Form = "cardinal") -> str:
    """12 → "twelve", or as an ordinal "twelfth"."""
    words = _kept if number in COMMON else _words
    return words(number, language, form)


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


def _words(number: int, language: str, form: Form) -> str:
    tongue = language.partition("-")[0]
    words = str(num2words(number, lang=tongue, to="ordinal" if form == "ordinal" else "cardinal"))
    for own, correct in SPELLING.get(tongue, ()):
        words = own.sub(correct, words)
    return NEUTER_ONE.sub("en", words) if (tongue, form) == ("sv", "common") else words


_kept = cache(_words)
