"""Migrations expand first and contract a release later: the last release runs on the tables that this one has made.

CONTRIBUTING.md has the rule. A migration that takes something away names by `unused_since` the revision whose code was
the first that did without it.
"""

import re
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from storage.revisions import MIGRATIONS, OLDEST, REVISIONS
from tests.deploys.last_release import REVISION as RELEASED

NEW = [revision for revision in REVISIONS if revision > RELEASED]

CONTRACTS = (
    r"DROP TABLE",
    r"DROP COLUMN",
    r"RENAME",
    r"SET NOT NULL",
    r"ALTER COLUMN \w+ (SET DATA )?TYPE",
    r"ALTER COLUMN \w+ DROP DEFAULT",
    r"ADD COLUMN (?!.*DEFAULT).*NOT NULL",
    r"ADD CONSTRAINT",
    r"CREATE UNIQUE INDEX",
    r"CREATE TRIGGER",
    r"DELETE FROM",
)
"""What the code of before would fail at: it reads what is gone, or writes what is not taken any more."""


def migration(revision: str) -> ModuleType:
    [file] = Path(MIGRATIONS, "versions").glob(f"r{revision}_*.py")
    return import_module(f"storage.migrations.versions.{file.stem}")


def statements(upgrade: ModuleType) -> list[str]:
    """What it would run on PostgreSQL."""
    written = StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written})
    with Operations.context(context):
        upgrade.upgrade()
    return [" ".join(statement.split()) for statement in written.getvalue().split(";")]


def contractions(upgrade: ModuleType) -> list[str]:
    return [each for each in statements(upgrade) if any(re.search(mark, each, re.IGNORECASE) for mark in CONTRACTS)]


@pytest.mark.parametrize("revision", NEW)
def test_the_last_release_runs_on_what_a_new_migration_leaves(revision: str) -> None:
    made = migration(revision)
    taken = contractions(made)
    unused_since = getattr(made, "unused_since", None)
    assert not taken or (unused_since and unused_since <= min(RELEASED, OLDEST)), taken


def test_the_last_release_may_start_on_these_tables() -> None:
    assert OLDEST <= RELEASED <= REVISIONS[-1]


@pytest.mark.parametrize(
    ("revision", "taken"),
    [("0015", "DROP COLUMN phone_changed_at"), ("0016", "DELETE FROM handset_messages")],
)
def test_what_takes_something_away_is_seen(revision: str, taken: str) -> None:
    assert any(taken in each for each in contractions(migration(revision)))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE calls RENAME COLUMN level TO proven",
        "ALTER TABLE calls ALTER COLUMN person SET NOT NULL",
        "ALTER TABLE calls ADD COLUMN channel VARCHAR(32) NOT NULL",
        "ALTER TABLE calls ALTER COLUMN level TYPE VARCHAR(32)",
        "ALTER TABLE outbox ADD CONSTRAINT uq_outbox_body UNIQUE (body)",
        "DROP TABLE counters",
    ],
)
def test_a_statement_that_the_code_of_before_would_fail_at_is_seen(statement: str) -> None:
    made = ModuleType("made")
    exec(f"from alembic import op\ndef upgrade(): op.execute({statement!r})", vars(made))  # noqa: S102 - a migration
    assert contractions(made) == [statement]


@pytest.mark.parametrize("revision", ["0017", "0018", "0019", "0020"])
def test_what_only_adds_is_no_contraction(revision: str) -> None:
    assert contractions(migration(revision)) == []
