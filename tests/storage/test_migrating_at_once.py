"""A migration of PostgreSQL waits for another one as long as it takes, and for a table that is in use hardly at all.

Whoever comes after one that waits for a table would wait too, and the line would stand still. SQLite has no such waits.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text

from storage.engine import open_engine
from storage.migrate import TURN, upgrade
from storage.postgres import LOCK_SECONDS
from storage.revisions import DatabaseUnreachable, pending
from tests.service import PATIENCE, until

WAITS_LONGER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
    "AND clock_timestamp() - state_change > make_interval(secs => :seconds)"
)
IN_USE = "SELECT * FROM challenges"


@pytest.fixture
def behind(postgresql_url: str) -> Iterator[Engine]:
    """One revision behind, which changes a table."""
    engine = open_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE challenges DROP COLUMN message"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0012'"))
    yield engine
    engine.dispose()


@contextmanager
def held(engine: Engine, statement: str) -> Iterator[None]:
    """What `statement` locks, for as long as the block lasts."""
    with engine.begin() as connection:
        connection.execute(text(statement))
        yield


def waits_longer(engine: Engine) -> bool:
    """Somebody does, than anybody would for a table."""
    with engine.connect() as connection:
        return bool(connection.execute(WAITS_LONGER, {"seconds": LOCK_SECONDS + 0.2}).scalar_one())


def test_a_migration_waits_for_another_one_longer_than_for_a_table(behind: Engine, postgresql_url: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(behind, f"SELECT pg_advisory_xact_lock({TURN})"):
            migrating = pool.submit(upgrade, postgresql_url)
            until(lambda: migrating.done() or waits_longer(behind))
        migrating.result()
    assert pending(postgresql_url) == []


def test_a_migration_that_finds_a_table_in_use_gives_up_and_changes_nothing(
    behind: Engine, postgresql_url: str
) -> None:
    with ThreadPoolExecutor(1) as pool, held(behind, IN_USE):
        fault = pool.submit(upgrade, postgresql_url).exception(PATIENCE)
    assert isinstance(fault, DatabaseUnreachable)
    assert pending(postgresql_url) == ["0013"]
    upgrade(postgresql_url)
    assert pending(postgresql_url) == []
