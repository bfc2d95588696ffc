"""Who changed what of an application, for people who look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, bindparam, select

from storage.engine import translated
from storage.tables import application_changes, applications

OF_APPLICATION = (
    select(application_changes.c.at, application_changes.c.who, application_changes.c.how)
    .join(applications)
    .where(application_changes.c.application == bindparam("of"), applications.c.ledger == bindparam("ledger"))
    .order_by(application_changes.c.version)
)


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    how: str


def changes_of(engine: Engine, application: str, ledger: int) -> Sequence[Change]:
    """Oldest first. Raises Unavailable."""
    with translated(), engine.connect() as connection:
        rows = connection.execute(OF_APPLICATION, {"of": application, "ledger": ledger}).all()
    return [Change(*row) for row in rows]
