"""How the lanes of the outbox are served: which rows are theirs, how many are claimed at once, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from domain.lanes import LONGEST, TRIED_FOR, Lane
from domain.messages import CODE_KEY, Channel
from domain.verification import VerificationLimits
from storage.tables import outbox

SPARE = timedelta(seconds=4)  # of a lease, for what we do ourselves
FIRST_PAUSE = timedelta(seconds=2)  # doubled after each attempt
SETTLED = timedelta(minutes=1)  # after a lost answer: whoever took a message knows of it by then

_CODES = outbox.c.dedupe.startswith(f"{Channel.TEXT}:{CODE_KEY}")
ROWS: Mapping[Lane, ColumnElement[bool]] = {
    Lane.CODES: _CODES,
    Lane.TEXTS: outbox.c.dedupe.startswith(f"{Channel.TEXT}:") & ~_CODES,
    Lane.MAIL: outbox.c.dedupe.startswith(f"{Channel.EMAIL}:"),
}
"""A row's key begins with its channel."""


@dataclass(frozen=True)
class Pace:
    """`at_once`: so many are claimed together. A worker that dies has them all in doubt."""

    at_once: int
    longest_pause: timedelta


PACES: Mapping[Lane, Pace] = {
    Lane.CODES: Pace(4, timedelta(seconds=30)),
    Lane.TEXTS: Pace(8, timedelta(hours=1)),
    Lane.MAIL: Pace(1, timedelta(hours=1)),
}


def pause_after(lane: Lane, attempt: int) -> timedelta:
    """The first attempt is 1; 0 has none."""
    if attempt == 0:
        return timedelta()
    doubled: int = 2 ** min(attempt - 1, 30)
    return min(FIRST_PAUSE * doubled, PACES[lane].longest_pause)


def lease_of(lane: Lane, attempt: int) -> timedelta:
    """Longer than all that is claimed together can take, and growing: a message may kill whoever sends it."""
    return LONGEST[lane] * PACES[lane].at_once + SPARE + pause_after(lane, attempt - 1)


def tried_until(lane: Lane, waits_from: datetime) -> datetime:
    """Return the last time for a message that names none of its own."""
    return waits_from + (VerificationLimits.code_lifetime if lane is Lane.CODES else TRIED_FOR)
