"""A migration of PostgreSQL waits for another one as long as it takes, and for a table that is in use hardly at all.

Whoever comes after one that waits for a table would wait too, and the line would stand still. SQLite has no such waits.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from storage.engine import open_engine
from storage.migrate import TURN, upgrade
from storage.postgres import LOCK_SECONDS
from storage.revisions import MIGRATIONS, DatabaseUnreachable, pending
from tests.postgres import Postgres
from tests.service import PATIENCE, until

WAITS_LONGER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
    "AND clock_timestamp() - state_change > make_interval(secs => :seconds)"
)
BEFORE, IN_USE = "0012", "SELECT * FROM challenges"


@pytest.fixture
def behind(postgres: Postgres) -> Iterator[Engine]:
    """One that has not come to the revision yet which changes a table in use."""
    with postgres.database() as name:
        engine = open_engine(postgres.url(name))
        with engine.begin() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, BEFORE)
        yield engine
        engine.dispose()


@pytest.fixture
def url(behind: Engine) -> str:
    return behind.url.render_as_string(hide_password=False)


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


def test_a_migration_waits_for_another_one_longer_than_for_a_table(behind: Engine, url: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(behind, f"SELECT pg_advisory_xact_lock({TURN})"):
            migrating = pool.submit(upgrade, url)
            until(lambda: migrating.done() or waits_longer(behind))
        migrating.result()
    assert pending(url) == []


def test_a_migration_that_finds_a_table_in_use_gives_up_and_changes_nothing(behind: Engine, url: str) -> None:
    with ThreadPoolExecutor(1) as pool, held(behind, IN_USE):
        fault = pool.submit(upgrade, url).exception(PATIENCE)
    assert isinstance(fault, DatabaseUnreachable)
    assert pending(url)[0] == "0013"
    upgrade(url)
    assert pending(url) == []
