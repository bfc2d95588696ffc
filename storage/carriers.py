"""Whether texts leave: what a worker finds when it hands them over, noted for those who promise them."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from domain.messages import Channel
from storage.statements import Prepared
from storage.tables import carriers
from storage.transactions import Transaction

SERVED_WITHIN = timedelta(seconds=20)  # one code may take so long, on a carrier that is slow
DOWN_FOR = timedelta(seconds=60)  # then somebody may try again; what waits is tried again more often than this

STATUS = Prepared(select(carriers).where(carriers.c.channel == bindparam("of_channel")))
_note = insert(carriers)
NOTE = Prepared(
    _note.on_conflict_do_update(
        index_elements=[carriers.c.channel],
        set_={"served_at": _note.excluded.served_at, "down_at": _note.excluded.down_at},
    )
)
SERVE = Prepared(
    _note.on_conflict_do_update(index_elements=[carriers.c.channel], set_={"served_at": _note.excluded.served_at})
)


def texts_leave(transaction: Transaction, now: datetime) -> bool:
    """False where it is known that none does. Nothing is known where no worker has ever been."""
    status = STATUS.first(transaction, of_channel=Channel.TEXT.value)
    if status is None:
        return True
    is_down = status.down_at is not None and abs(now - status.down_at) < DOWN_FOR
    return abs(now - status.served_at) < SERVED_WITHIN and not is_down


def worker_seen_at(transaction: Transaction) -> datetime | None:
    """When a worker has last said that it is here."""
    status = STATUS.first(transaction, of_channel=Channel.TEXT.value)
    return status.served_at if status else None


def note(transaction: Transaction, channel: Channel, served_at: datetime, down_at: datetime | None) -> None:
    NOTE.run(transaction, channel=channel.value, served_at=served_at, down_at=down_at)


def serve(transaction: Transaction, channel: Channel, served_at: datetime) -> None:
    """Note that a worker is there which knows nothing of the carrier: what another has found stays."""
    SERVE.run(transaction, channel=channel.value, served_at=served_at, down_at=None)
