"""The counters of the limits: rows whose subjects are keyed hashes, each with the window that is open."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, bindparam, case
from sqlalchemy.dialects.postgresql import insert

from domain.limits import EVERYBODY, Counted, Counts, Tally
from storage.statements import Prepared
from storage.tables import counters
from storage.transactions import Transaction


class SqlCounters:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        """Rows are locked in one order, so that no two transactions wait for each other; what all share is the last."""
        parameters: dict[str, object] = {"since": now}
        by_key = sorted((one for tally in tallies for one in tally.by_key()), key=_order)
        for row, tally in enumerate(by_key):
            parameters |= {
                f"counted_{row}": tally.counted.value,
                f"subject_{row}": tally.subject,
                f"amount_{row}": tally.amount,
                f"until_{row}": now + tally.window,
            }
        counts = dict.fromkeys((tally.counted for tally in tallies), 0)
        for counted, amount in _add(len(by_key)).all(self._transaction, **parameters):
            counts[Counted(counted)] += amount
        return counts


def _order(tally: Tally) -> tuple[bool, str, bytes]:
    return tally.subject == EVERYBODY, tally.counted, tally.subject


@cache
def _add(rows: int) -> Prepared:
    """One statement for so many rows: it takes their locks, and whoever comes next counts on from there."""
    new = insert(counters).values([_row(number) for number in range(rows)])
    is_over = counters.c.until <= new.excluded.since
    changes = {
        "amount": case((is_over, new.excluded.amount), else_=counters.c.amount + new.excluded.amount),
        # Always another: SQLite writes no row that stays as it is, and a decoy's count of nothing would show in time.
        "since": new.excluded.since,
        # Never later than a whole window from now, though the clock was set back: no limit lasts longer than it is.
        "until": case((is_over | (counters.c.until > new.excluded.until), new.excluded.until), else_=counters.c.until),
    }
    add = new.on_conflict_do_update(index_elements=[counters.c.counted, counters.c.subject], set_=changes)
    return Prepared(add.returning(counters.c.counted, counters.c.amount))


def _row(number: int) -> dict[str, BindParameter[object]]:
    own: dict[str, BindParameter[object]] = {
        name: bindparam(f"{name}_{number}", type_=counters.c[name].type)
        for name in ("counted", "subject", "amount", "until")
    }
    # With their types: SQLAlchemy gives them to the first of several rows alone.
    return own | {"since": bindparam("since", type_=counters.c.since.type)}
