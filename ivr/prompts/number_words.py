"""Numbers as words."""

import re
from functools import cache
from typing import Literal

from num2words import num2words

Form = Literal["cardinal", "common", "ordinal"]
"""A cardinal as one counts, a cardinal before a noun of the common gender (Swedish: en krona, ett öre), an ordinal."""

COMMON = range(1000)  # worked out once each: counts, days, hundreds of kronor
THOUSANDS = range(1000, 1_000_000)  # put together from these
HUNDRED = 100  # from here on a rest is joined in another way
GROUP = 3  # digits said in one breath

SPELLING: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "sv": (  # Svenska skrivregler: no letter three times; what follows tusen, miljon … stands alone; tjugonde, fyrtio
        (re.compile("etttusen"), "ettusen"),
        (re.compile(r"(tusen|ilj(?:on|ard)(?:er)?+)(?=\w)"), r"\1 "),
        (re.compile("tjugode"), "tjugonde"),
        (re.compile("förtio"), "fyrtio"),
    )
}
"""What num2words spells in its own way."""

NEUTER_ONE = re.compile("ett$")


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
    tongue = language.partition("-")[0]
    words = str(num2words(number, lang=tongue, to="ordinal" if form == "ordinal" else "cardinal"))
    for own, correct in SPELLING.get(tongue, ()):
        words = own.sub(correct, words)
    return NEUTER_ONE.sub("en", words) if (tongue, form) == ("sv", "common") else words


_kept = cache(_words)
