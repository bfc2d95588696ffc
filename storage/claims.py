"""Rows of the outbox, claimed by one worker for a while and marked by it: the statements."""

from typing import Any

from sqlalchemy import bindparam, null, select, update

from domain.formats import MESSAGE
from domain.lanes import Lane
from storage.lanes import PACES, ROWS
from storage.outbox import SENDING
from storage.statements import Prepared, Row
from storage.tables import outbox

IS_READ = outbox.c.version.between(MESSAGE.oldest, MESSAGE.newest)
"""Others wait for a worker of the version that wrote them: here they would be a failed attempt."""


def _due(lane: Lane) -> Prepared:
    columns = (outbox.c[name] for name in ("id", "dedupe", "body", "created_at", "until", "copies", "reason"))
    return Prepared(
        select(*columns, (outbox.c.attempts + 1).label("attempt"))
        .where(outbox.c.due_at <= bindparam("now"), ROWS[lane], IS_READ)
        .order_by(outbox.c.attempts, outbox.c.id)
        .limit(PACES[lane].at_once)
        .with_for_update(skip_locked=True)
    )


DUE = {lane: _due(lane) for lane in Lane}
CLAIM = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(
        due_at=bindparam("leased_until"),
        attempts=bindparam("of_attempt"),
        outcome=SENDING,
        copies=outbox.c.copies + 1,  # until it is known that it was not taken
    )
)
# Only by the claim that is still the last one: a lease that ran out has lost its say.
_THIS_CLAIM = (outbox.c.id == bindparam("of_id"), outbox.c.attempts == bindparam("of_attempt"))
KEEP = Prepared(
    update(outbox)
    .where(*_THIS_CLAIM)
    .values(
        due_at=bindparam("next_at"),
        outcome=bindparam("how"),
        copies=bindparam("so_many"),
        reason=bindparam("why"),
    )
)
ERASE = Prepared(
    update(outbox)
    .where(*_THIS_CLAIM)
    .values(due_at=null(), body=null(), outcome=bindparam("how"), reason=bindparam("why"))
)


def claim_of(row: Row) -> dict[str, Any]:
    return {"of_id": row.id, "of_attempt": row.attempt}
