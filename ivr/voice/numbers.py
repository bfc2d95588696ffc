"""Callers' numbers: hints at best, and some are none."""

from ivr.voice.shapes import E164

SPELT = {"+266696687", "+7378742833", "+8656696", "+2562533", "+86282452253"}
"""ANONYMOUS, RESTRICTED, UNKNOWN, BLOCKED, UNAVAILABLE on a telephone's keys: how withheld numbers are written."""


def is_withheld(number: str) -> bool:
    return number in SPELT or not E164.fullmatch(number)


def shown(number: str) -> str | None:
    """A caller's number, unless it is withheld."""
    return None if is_withheld(number) else number


def caller_id(caller: str, called: str) -> str | None:
    """What an agent's telephone shows: a withheld caller's call comes from our number. None: the caller's own."""
    return called if is_withheld(caller) and not is_withheld(called) else None
