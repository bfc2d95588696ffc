"""The line's words, by the keys of the catalogue."""

from ivr.dialogue.keys import Key
from ivr.dialogue.voice import prompt
from ivr.prompts.catalogue import spoken


def words_of(key: str, language: str) -> str:
    """Of an option all up to its key, which its menu gives it."""
    if not key.startswith("option-"):
        return spoken(prompt(key), language)
    return spoken(prompt(key, number=Key.NINE), language).partition(Key.NINE)[0]
