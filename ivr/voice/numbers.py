"""Callers' numbers: hints at best, and some are none."""

from ivr.voice.shapes import E164

SPELT = {"+266696687", "+7378742833", "+8656696", "+2562533", "+86282452253"}
"""ANONYMOUS, RESTRICTED, UNKNOWN, BLOCKED, UNAVAILABLE on a telephone's keys: how withheld numbers are written."""

CLIENT = "client:"  # a telephone in a browser or an app, which says itself whom it has called


def is_withheld(number: str) -> bool:
    return number in SPELT or not E164.fullmatch(number)


def shown(number: str) -> str | None:
    """A caller's number, unless it is withheld."""
    return None if is_withheld(number) else number


def caller_id(caller: str, called: str, own: str | None) -> str | None:
    """What an agent's telephone shows: a withheld caller's call comes from our number. None: the caller's own.

    The carrier takes the number that was called or one that it knows as the lender's, from a client the latter only:
    https://www.twilio.com/docs/api/errors/13214
    """
    if not is_withheld(caller):
        return None
    return own or shown(called) if caller.startswith(CLIENT) else shown(called) or own
