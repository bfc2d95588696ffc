"""Messages that nobody has taken yet, for operators: which there are, and what a person decides about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, null, or_, select, update

from domain.lanes import TRIED_FOR, Lane, lane_of
from storage.outbox import DROPPED, NOT_TAKEN, REASON_LENGTH, SENDING, UNKNOWN
from storage.settling import MOST_COPIES
from storage.statements import Prepared, Row
from storage.tables import outbox
from storage.transactions import Database, Transaction

WAITS = "waits"

KEPT = Prepared(
    select(outbox).where(outbox.c.body.is_not(None), outbox.c.created_at <= bindparam("now")).order_by(outbox.c.id)
)
_ONE = (
    outbox.c.id == bindparam("of_id"),
    outbox.c.body.is_not(None),
    or_(outbox.c.outcome.is_(None), outbox.c.outcome != SENDING, outbox.c.due_at <= bindparam("now")),
)
FIND = Prepared(select(outbox.c.dedupe).where(*_ONE).with_for_update())
MOST = bindparam("most", type_=outbox.c.copies.type)
RETRY = Prepared(
    update(outbox)
    .where(*_ONE)
    .values(
        due_at=bindparam("at_once"),
        until=bindparam("last_at"),
        outcome=case((outbox.c.copies > 0, UNKNOWN), else_=null()),
        copies=case((outbox.c.copies > MOST, MOST), else_=outbox.c.copies),
    )
)
DROP = Prepared(
    update(outbox).where(*_ONE).values(due_at=null(), body=null(), outcome=DROPPED, reason=bindparam("why"))
)


@dataclass(frozen=True)
class KeptMessage:
    """`kind`: what it says, by a fixed word. `state`: how far it is. `next_at`: None where a person decides."""

    id: int
    kind: str
    waits_from: datetime
    attempts: int
    next_at: datetime | None
    state: str
    reason: str | None


class KeptMessages:
    """All raise Unavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, now: datetime) -> Sequence[KeptMessage]:
        """The oldest first, without what is meant for later."""
        with self._database.reading() as transaction:
            return [_kept(row) for row in KEPT.all(transaction, now=now)]

    def retry(self, ref: int, now: datetime) -> bool:
        """Try it at once, and for three days again; one more copy of what may have arrived.

        False for a code, which is never sent again, for what is being sent, and where there is none.
        """
        with self._database.writing() as transaction:
            lane = _lane(transaction, ref, now)
            if lane is None or lane is Lane.CODES:
                return False
            changes = {"at_once": now, "last_at": now + TRIED_FOR, "most": MOST_COPIES[lane] - 1}
            return RETRY.run(transaction, of_id=ref, now=now, **changes) == 1

    def drop(self, ref: int, by: str, now: datetime) -> bool:
        """Erase it. False for what is being sent, and where there is none."""
        with self._database.writing() as transaction:
            return DROP.run(transaction, of_id=ref, now=now, why=f"dropped by {by}"[:REASON_LENGTH]) == 1


def _lane(transaction: Transaction, ref: int, now: datetime) -> Lane | None:
    found = FIND.first(transaction, of_id=ref, now=now)
    return lane_of(found.dedupe) if found else None


def _kept(row: Row) -> KeptMessage:
    state = row.outcome or (NOT_TAKEN if row.attempts else WAITS)
    kind = row.dedupe.split(":")[1]
    return KeptMessage(row.id, kind, row.created_at, row.attempts, row.due_at, state, row.reason)
