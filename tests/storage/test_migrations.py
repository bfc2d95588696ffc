"""How a database comes to its tables."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.engine import writing
from storage.migrate import upgrade
from storage.revisions import MIGRATIONS, OLDEST, REVISIONS, DatabaseNewer, DatabaseUnreachable, newer_revision, pending
from tests.domain.line import NOON


def test_migrations_lead_to_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_revisions_are_in_one_line_and_their_files_are_numbered_in_its_order() -> None:
    line = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert line[::-1] == REVISIONS


def test_what_is_pending_is_told_until_it_has_run(new_url: str) -> None:
    assert pending(new_url) == [f"{number:04}" for number in range(1, 21)]
    upgrade(new_url)
    assert pending(new_url) == []


def test_to_ask_what_is_pending_waits_for_no_writer(database_url: str, engine: Engine) -> None:
    """Readiness probes ask, also while the line is busy."""
    with writing(engine).begin() as writer:
        writer.execute(delete(tables.offers))
        assert pending(database_url) == []


def test_running_again_is_harmless(database_url: str, seeded: Engine) -> None:
    upgrade(database_url)
    with seeded.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar() == 19


def test_migrations_that_start_at_once_do_not_meet(new_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [new_url] * 4))
    assert pending(new_url) == []


@pytest.mark.parametrize("ask", [pending, upgrade])
@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////no/such/folder/x.db",
        "postgresql+psycopg://secret@/x?host=/no/such/folder",
        "postgresql+no_driver://secret@/x",
        "no_database://secret@/x",
    ],
)
def test_a_database_that_cannot_be_opened_is_named_so(url: str, ask: Callable[[str], object]) -> None:
    with pytest.raises(DatabaseUnreachable) as fault:
        ask(url)
    assert "secret" not in str(fault.value)


def migrated_by_a_newer_version(engine: Engine, oldest: str) -> None:
    """To tables that versions of that revision and later ones may run on."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(update(tables.compatibility).values(oldest=oldest))


def test_tables_that_a_newer_version_has_taken_from_are_refused_and_left_alone(
    database_url: str, seeded: Engine
) -> None:
    migrated_by_a_newer_version(seeded, "9998")
    for ask in (upgrade, newer_revision):
        with pytest.raises(DatabaseNewer):
            ask(database_url)


def test_tables_that_a_newer_version_has_only_added_to_serve_and_are_left_alone(
    database_url: str, seeded: Engine
) -> None:
    migrated_by_a_newer_version(seeded, REVISIONS[-1])
    upgrade(database_url)
    assert (newer_revision(database_url), pending(database_url)) == ("9999", [])


def test_migrated_tables_say_which_versions_may_run_on_them(database_url: str, engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(select(tables.compatibility.c.oldest)).scalar_one() == OLDEST
    assert newer_revision(database_url) is None


@pytest.mark.parametrize("change", ["UPDATE audit SET person = 'somebody else'", "DELETE FROM audit"])
def test_the_audit_refuses_every_change(engine: Engine, change: str) -> None:
    row = {"call": "call", "turn": 1, "person": "berit", "level": 2, "facts": "balance", "at": NOON}
    with engine.begin() as connection:
        connection.execute(insert(tables.audit), row)
    with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
        connection.execute(text(change))


def test_an_instant_without_a_zone_is_refused() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy has no types for it
    with pytest.raises(ValueError, match="time zone"):
        tables.Instant().process_bind_param(NOON.replace(tzinfo=None), dialect)
