"""How a database comes to its tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import ClauseElement, Engine, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from storage import audit, outbox, tables
from storage.migrate import DatabaseUnreachable, pending, upgrade
from storage.repositories import accounts, calls, challenges, people
from tests.domain.line import NOON


def test_migrations_lead_to_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_what_is_pending_is_told_until_it_has_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert pending(url) == ["0001", "0002", "0003"]
    upgrade(url)
    assert pending(url) == []


def test_running_again_is_harmless(database_url: str, seeded: Engine) -> None:
    upgrade(database_url)
    with seeded.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar() == 18


def test_two_that_start_at_once_do_not_meet(tmp_path: Path) -> None:
    for attempt in range(5):
        url = f"sqlite:///{tmp_path / f'new-{attempt}.db'}"
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(upgrade, [url, url]))
        assert pending(url) == []


@pytest.mark.parametrize("ask", [pending, upgrade])
def test_a_database_that_cannot_be_opened_is_named_so(tmp_path: Path, ask: type) -> None:
    with pytest.raises(DatabaseUnreachable):
        ask(f"sqlite:///{tmp_path}/no/such/folder/x.db")


@pytest.mark.parametrize("change", ["UPDATE audit SET person = 'somebody else'", "DELETE FROM audit"])
def test_the_audit_refuses_every_change(engine: Engine, change: str) -> None:
    row = {"call": "call", "turn": 1, "person": "berit", "level": 2, "facts": "balance", "at": NOON}
    with engine.begin() as connection:
        connection.execute(insert(tables.audit), row)
    with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
        connection.execute(text(change))


def test_everything_is_written_for_postgresql_too() -> None:
    """It comes next; what it could not compile would be found late."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy has no types for it
    statements: list[ClauseElement] = [
        calls.LOCK,
        calls.CLAIM,
        audit.ADD,
        outbox.ADD,
        outbox.CLAIM,
        challenges.LOCK,
        accounts.OF_PERSON,
    ]
    compiled = [str(statement.compile(dialect=dialect)) for statement in (*statements, *people.BY_INDEX.values())]
    compiled += [str(CreateTable(table).compile(dialect=dialect)) for table in tables.metadata.sorted_tables]
    assert "ON CONFLICT DO NOTHING" in compiled[1]
    assert "FOR UPDATE SKIP LOCKED" in compiled[4]


def test_an_instant_without_a_zone_is_refused() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy has no types for it
    with pytest.raises(ValueError, match="time zone"):
        tables.Instant().process_bind_param(NOON.replace(tzinfo=None), dialect)
