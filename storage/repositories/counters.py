"""The counters of the limits: rows whose subjects are keyed hashes, each with the window that is open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case
from sqlalchemy.dialects.postgresql import insert

from domain.limits import WINDOW, Counted, Counts, Tally
from storage.tables import counters

_new = insert(counters)
_is_over = counters.c.until <= _new.excluded.since
# One statement for all rows of a transaction: it takes their locks, and whoever comes next counts on from there.
ADD = _new.on_conflict_do_update(
    index_elements=[counters.c.counted, counters.c.subject],
    set_={
        "amount": case((_is_over, _new.excluded.amount), else_=counters.c.amount + _new.excluded.amount),
        "since": case((_is_over, _new.excluded.since), else_=counters.c.since),
        "until": case((_is_over, _new.excluded.until), else_=counters.c.until),
    },
).returning(counters.c.counted, counters.c.amount)


class SqlCounters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        """Rows are locked in one order, so that no two transactions wait for each other."""
        rows = [
            {
                "counted": tally.counted.value,
                "subject": tally.subject,
                "amount": tally.amount,
                "since": now,
                "until": now + WINDOW,
            }
            for tally in sorted(tallies, key=lambda tally: (tally.counted, tally.subject))
        ]
        return {Counted(counted): amount for counted, amount in self._connection.execute(ADD, rows)}
