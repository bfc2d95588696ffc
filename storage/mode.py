"""Which mode a database was made for. A demo would fill a production with its people, or empty it."""

from sqlalchemy import Connection, inspect, select
from sqlalchemy.dialects.postgresql import insert

from storage import demo
from storage.engine import WAIT_SECONDS
from storage.revisions import connected
from storage.tables import deployment, people


def mode_of(database_url: str) -> str | None:
    """None where it is anybody's still. Raises DatabaseUnreachable."""
    with connected(database_url, WAIT_SECONDS, writes=False) as connection:
        tables = inspect(connection)
        if tables.has_table(deployment.name):
            return _recorded(connection)
        return "production" if tables.has_table(people.name) and _has_strangers_only(connection) else None


def claim(database_url: str, mode: str) -> str:
    """Record `mode` where none is; the mode that is recorded. Raises DatabaseUnreachable."""
    with connected(database_url, WAIT_SECONDS, writes=True) as connection:
        connection.execute(insert(deployment).on_conflict_do_nothing(), {"id": 1, "mode": mode})
        return _recorded(connection) or mode


def _recorded(connection: Connection) -> str | None:
    return connection.execute(select(deployment.c.mode)).scalar()


def _has_strangers_only(connection: Connection) -> bool:
    """A demo has had its people from its first start on, whoever has applied since."""
    theirs = people.c.ref.in_([person.ref for person in demo.PEOPLE.values()])
    found = (connection.execute(select(people.c.ref).where(which).limit(1)).scalar() for which in (theirs, ~theirs))
    has_demo_people, has_others = found
    return bool(has_others) and not has_demo_people
