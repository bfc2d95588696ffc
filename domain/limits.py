"""Limits over all calls: how much of one kind was counted for one subject within an hour, or within a day.

A window opens with the first count for its subject and closes an hour (a day) later; the next count opens another. So
any hour sees at most twice a limit, one window at most its limit, and no window ends for everybody at once.

Counters are in SQL only, because a session store that forgets must not open the gate. A subject is a keyed hash: no
caller's number, identifier or person can be read from a counter. While keys rotate it is the hashes under all keys, one
after another: what is new counts under the first, and what all of them count is held against the limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Self

WINDOW = timedelta(hours=1)
DAY = timedelta(days=1)
EVERYBODY = b""
"""The subject of what is counted in all."""
HASH_LENGTH = 32  # bytes


class Counted(StrEnum):
    STARTS_BY_CALLER = "starts-by-caller"
    STARTS_BY_IDENTIFIER = "starts-by-identifier"
    WRONG_CODES = "wrong-codes"
    WRONG_CODES_BY_IDENTIFIER = "wrong-codes-by-identifier"
    WRONG_CODES_OF_SOURCE = "wrong-codes-of-source"
    WRONG_CODES_IN_ALL = "wrong-codes-in-all"
    CODES_FROM_ELSEWHERE = "codes-from-elsewhere"
    CODES_FROM_RECORD = "codes-from-record"
    CODES_IN_ALL = "codes-in-all"
    SIGNING_CODES_TO_PERSON = "signing-codes-to-person"
    SIGNING_CODES_IN_ALL = "signing-codes-in-all"
    TEXTS_TO_PERSON = "texts-to-person"
    TEXTS_IN_ALL = "texts-in-all"
    LINKS_BY_CALL = "links-by-call"
    LINKS_BY_CALLER = "links-by-caller"
    LINKS_IN_ALL = "links-in-all"
    CALL_BACKS_BY_CALLER = "call-backs-by-caller"
    CALL_BACKS_IN_ALL = "call-backs-in-all"


@dataclass(frozen=True)
class Tally:
    """`amount` more for `subject`, of which a `window` holds `limit`. 0 only looks, a negative amount takes back."""

    counted: Counted
    subject: bytes
    limit: int
    amount: int = 1
    window: timedelta = WINDOW

    def taken_back(self) -> Self:
        return replace(self, amount=-self.amount)

    def by_key(self) -> tuple[Self, ...]:
        """One for each key's hash; only the first counts, the others look."""
        starts = range(0, len(self.subject) or 1, HASH_LENGTH)
        hashes = [self.subject[start : start + HASH_LENGTH] for start in starts]
        return tuple(
            replace(self, subject=hashed, amount=0 if number else self.amount) for number, hashed in enumerate(hashes)
        )


Counts = Mapping[Counted, int]
"""What the counters show once the tallies, one of each kind at most, are in."""


def reached(tallies: Sequence[Tally], counts: Counts) -> list[Counted]:
    """Those whose limits had been reached before."""
    return [tally.counted for tally in tallies if counts[tally.counted] - tally.amount >= tally.limit]
