"""Codes that may still be keyed."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, false, select, update

from storage.engine import translated, writing
from storage.tables import challenges

EXPIRED = timedelta(hours=1)  # longer than any code lives
VOIDED_AT_ONCE = 500  # codes: a transaction of a few milliseconds, so that calls go on meanwhile
OPEN = (
    select(challenges.c.ref)
    .where(challenges.c.is_used == false(), challenges.c.sent_at > bindparam("gone"))
    .order_by(challenges.c.sent_at)
    .limit(VOIDED_AT_ONCE)
    .with_for_update()
)
VOID = (
    update(challenges).where(challenges.c.ref.in_(bindparam("open", expanding=True))).values(sent_at=bindparam("gone"))
)


def void_codes(engine: Engine, now: datetime) -> None:
    """Let each open code be one of an hour ago, also where its time is yet to come. Raises Unavailable."""
    while _void_some(engine, now - EXPIRED) == VOIDED_AT_ONCE:
        pass


def _void_some(engine: Engine, gone: datetime) -> int:
    """How many. They are locked first: whoever had to wait for a row judges it as it is then."""
    with translated(), writing(engine).begin() as connection:
        found = connection.scalars(OPEN, {"gone": gone}).all()
        if found:
            connection.execute(VOID, {"open": found, "gone": gone})
    return len(found)
