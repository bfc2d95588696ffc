"""The counters of the limits: rows whose subjects are keyed hashes, each with the window that is open."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, bindparam, case
from sqlalchemy.dialects.postgresql import insert

from domain.limits import EVERYBODY, WINDOW, Counted, Counts, Tally
from storage.statements import Prepared
from storage.tables import counters
from storage.transactions import Transaction


class SqlCounters:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, tallies: Sequence[Tally], now: datetime) -> Counts:
        """Rows are locked in one order, so that no two transactions wait for each other; what all share is the last."""
        parameters: dict[str, object] = {"since": now, "until": now + WINDOW}
        for row, tally in enumerate(sorted(tallies, key=_order)):
            parameters |= {
                f"counted_{row}": tally.counted.value,
                f"subject_{row}": tally.subject,
                f"amount_{row}": tally.amount,
            }
        rows = _add(len(tallies)).all(self._transaction, **parameters)
        return {Counted(counted): amount for counted, amount in rows}


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
        "until": case((is_over, new.excluded.until), else_=counters.c.until),
    }
    add = new.on_conflict_do_update(index_elements=[counters.c.counted, counters.c.subject], set_=changes)
    return Prepared(add.returning(counters.c.counted, counters.c.amount))


def _row(number: int) -> dict[str, BindParameter[object]]:
    own: dict[str, BindParameter[object]] = {
        name: bindparam(f"{name}_{number}") for name in ("counted", "subject", "amount")
    }
    return own | {name: bindparam(name) for name in ("since", "until")}
