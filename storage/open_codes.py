"""Codes that may still be keyed."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, false, update

from storage.engine import translated, writing
from storage.tables import challenges

EXPIRED = timedelta(hours=1)  # longer than any code lives
VOID = (
    update(challenges)
    .where(challenges.c.is_used == false(), challenges.c.sent_at > bindparam("gone"))
    .values(sent_at=bindparam("gone"))
)


def void_codes(engine: Engine, now: datetime) -> None:
    """Let each open code be one of an hour ago, also where its time is yet to come. Raises Unavailable."""
    with translated(), writing(engine).begin() as connection:
        connection.execute(VOID, {"gone": now - EXPIRED})
