"""Numbers as words."""

from functools import cache
from typing import Literal

from num2words import num2words

Kind = Literal["cardinal", "ordinal"]

COMMON = range(1000)  # worked out once each: counts, days, hundreds of kronor
GROUP = 3  # digits said in one breath


def number_words(number: int, language: str, kind: Kind = "cardinal") -> str:
    """12 → "twelve", or as an ordinal "twelfth"."""
    words = _kept if number in COMMON else _words
    return words(number, language, kind)


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


def _words(number: int, language: str, kind: Kind) -> str:
    return str(num2words(number, lang=language.partition("-")[0], to=kind))


_kept = cache(_words)
