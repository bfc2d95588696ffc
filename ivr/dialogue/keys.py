"""Which key an option has. The one place: what acts, what is said and what the linter expects are read from it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum


class Key(StrEnum):
    """A word of ours, so that a sentence with a key in it is the same for everybody."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    ZERO = "0"
    HASH = "#"
    STAR = "*"


PERSON, END = Key.ZERO, Key.NINE
TAKE = Key.ONE
"""The agent's key in the whisper."""

OF_THEIR_OWN = {"person": PERSON, "person-entry": PERSON, "end": END}
NUMBERS = tuple(map(Key, "123456789"))


def assigned(options: Iterable[str | None]) -> Iterator[Key]:
    """The keys of a menu's options, given by their words: 1, 2, 3 … without gaps where they have none of their own."""
    numbers = iter(NUMBERS)
    for words in options:
        yield OF_THEIR_OWN.get(words or "") or next(numbers)
