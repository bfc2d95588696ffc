"""How the text of each kind of value is read. All raise ValueError, and say nothing of the text."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import TypeVar

from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.money import MINOR_UNITS

CURRENCIES = ("DKK", "EUR", "NOK", "SEK")
MOST_LISTED = 24
DECIMAL = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TRUTHS = {"true": True, "false": False, "1": True, "0": False}

Key = TypeVar("Key")
Pairs = tuple[tuple[Key, int], ...]


def signed_amount(text: str) -> int:
    """Whole minor units."""
    found = DECIMAL.fullmatch(text)
    if not found:
        raise ValueError("not an amount")
    sign, major, minor = found.groups(default="")
    return int(sign + major) * MINOR_UNITS + int(sign + minor.ljust(2, "0"))


def amount(text: str) -> int:
    """Whole minor units, not below zero."""
    minor = signed_amount(text)
    if minor < 0:
        raise ValueError("below zero")
    return minor


def truth(text: str) -> bool:
    if text.lower() not in TRUTHS:
        raise ValueError("neither true nor false")
    return TRUTHS[text.lower()]


def day(text: str) -> date:
    if not ISO_DAY.fullmatch(text):
        raise ValueError("not a date")
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """UTC."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("without a time zone")
    return found.astimezone(UTC)


def one_of(words: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError("another word")
        return str(text)

    return read


def matching(pattern: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        if not (compiled.fullmatch(text) and text.isprintable()):
            raise ValueError("of another form")
        return text

    return read


def listed(key: Callable[[str], Key]) -> Callable[[str], Pairs[Key]]:
    """`key=amount`, parted by semicolons."""

    def read(text: str) -> Pairs[Key]:
        pairs = [one.partition("=") for one in text.split(";")]
        if len(pairs) > MOST_LISTED:
            raise ValueError("too many")
        return tuple((key(name.strip()), amount(figure.strip())) for name, _, figure in pairs)

    return read


def national_number(text: str) -> str:
    return NationalNumber.parse(text).digits


def customer_number(text: str) -> str:
    return CustomerNumber.parse(text).digits


def phone_number(text: str) -> str:
    return PhoneNumber.parse(text).e164
