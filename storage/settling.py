"""What becomes of a message after an attempt: it is gone, it is tried again, or a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.lanes import Lane
from storage.lanes import SETTLED, pause_after, tried_until
from storage.outbox import EXPIRED, GIVEN_UP, REFUSED, SENT, UNKNOWN
from storage.statements import Row

MOST_COPIES: Mapping[Lane, int] = {Lane.CODES: 1, Lane.TEXTS: 2, Lane.MAIL: 2}
"""So often a message may have been taken at most, where the carrier cannot be asked."""

OVER = frozenset({SENT, EXPIRED})
OVER_FOR_CODES = OVER | {UNKNOWN, REFUSED}


@dataclass(frozen=True)
class Ended:
    """How an attempt ended. `outcome`: None where the message was not taken. `copies`: how often it may have been.

    `next_at`: when it is tried again; None: never by itself.
    """

    outcome: str | None
    copies: int = 0
    reason: str | None = None
    next_at: datetime | None = None


def is_over(lane: Lane, ended: Ended) -> bool:
    """Nobody needs its body any more: a code is of no use later, and is never sent again."""
    return ended.outcome in (OVER_FOR_CODES if lane is Lane.CODES else OVER)


def settled(lane: Lane, row: Row, ended: Ended, now: datetime) -> Ended:
    """`ended`, with what follows from it."""
    if is_over(lane, ended) or ended.outcome == REFUSED or ended.copies >= MOST_COPIES[lane]:
        return ended
    pause = pause_after(lane, row.attempt)
    next_at = now + (max(pause, SETTLED) if ended.outcome == UNKNOWN else pause)
    if next_at <= until(lane, row):
        return replace(ended, next_at=next_at)
    if ended.outcome == UNKNOWN:
        return ended
    return replace(ended, outcome=EXPIRED if lane is Lane.CODES else GIVEN_UP)


def until(lane: Lane, row: Row) -> datetime:
    """A row of an older version says nothing of it."""
    named: datetime | None = row.until
    return named or tried_until(lane, row.created_at)
