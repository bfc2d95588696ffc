"""PostgreSQL behind a pooler in transaction mode: each transaction may be another session's."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from ivr.cli import main
from storage.engine import open_engine
from storage.transactions import Database
from tests.cli.core_system import BERIT, OLLE, csv_of
from tests.pooler import Pooler, running_pooler
from tests.postgres import USER, Postgres
from tests.service import environment, running_service

pytestmark = pytest.mark.server

LIMITS = {
    "statement_timeout": "1s",
    "lock_timeout": "900ms",
    "idle_in_transaction_session_timeout": "5s",
    "synchronous_commit": "on",
    "transaction_isolation": "read committed",
}


@pytest.fixture
def pooler(postgres: Postgres) -> Iterator[Pooler]:
    with (
        postgres.database() as name,
        TemporaryDirectory(prefix="pool-") as folder,
        running_pooler(Path(folder), postgres.folder, name, USER) as running,
    ):
        postgres.run(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
        postgres.run(f"ALTER DATABASE {name} SET synchronous_commit = 'off'")
        yield running


def pooled(pooler: Pooler) -> str:
    return f"{pooler.url}&pooler=transaction"


def test_every_transaction_has_its_limits_whichever_session_it_is_of(pooler: Pooler) -> None:
    engine = open_engine(pooled(pooler))
    database = Database(engine)
    for begin in (database.reading, database.writing) * 3:
        with begin() as transaction:
            shown = {name: transaction.cursor.execute(f"SHOW {name}").fetchone()[0] for name in LIMITS}
        assert shown == LIMITS
        with engine.begin() as connection:
            assert {name: connection.execute(text(f"SHOW {name}")).scalar() for name in LIMITS} == LIMITS
    engine.dispose()
    begins = [statement for statement in pooler.statements if statement.startswith("BEGIN ISOLATION")]
    assert len(begins) == 12
    assert all("SET LOCAL statement_timeout" in begin for begin in begins)


def test_a_whole_service_keeps_nothing_in_a_session(pooler: Pooler, tmp_path: Path) -> None:
    """Its migrations, its people, its worker, an import, and another one of the same file."""
    file = tmp_path / "people.csv"
    file.write_text(csv_of(BERIT, OLLE))
    with running_service(tmp_path / "data", DATABASE_URL=pooled(pooler)) as service:
        assert service.ready()
    env = environment(MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=pooled(pooler))
    for outcome in ("written", "2 unchanged"):
        imported = CliRunner(env=env).invoke(main, ["import", "people", str(file)])
        assert (imported.exit_code, outcome in imported.stdout) == (0, True), imported.output
    assert pooler.named == []
    told = {words.strip() for statement in pooler.statements for words in statement.split(";")}
    assert not [words for words in told if words.startswith("SET ") and not words.startswith("SET LOCAL ")]
    assert not [words for words in told if words.startswith(("LISTEN", "PREPARE", "SELECT pg_advisory_lock"))]


def test_without_the_word_for_it_the_start_says_what_the_pooler_said(pooler: Pooler, tmp_path: Path) -> None:
    env = environment(MODE="demo", DATA_DIR=str(tmp_path), DATABASE_URL=pooler.url)
    ended = CliRunner(env=env).invoke(main, ["migrate"])
    assert (ended.exit_code, ended.stderr.count("\n")) == (2, 1)
    assert "unsupported startup parameter: options" in ended.stderr
    assert USER not in ended.stderr.replace("creditline: ", "")
