"""PostgreSQL behind a pooler in transaction mode: each transaction may be another session's."""

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, text

from ivr.cli import main
from storage.engine import open_engine
from storage.transactions import Database
from tests.cli.core_system import BERIT, OLLE, csv_of
from tests.leashed import start
from tests.pooler import Pooler, running_pooler
from tests.postgres import USER, Postgres
from tests.service import CREDITLINE, PATIENCE, environment, run, running_service, until

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


def test_an_import_does_not_wait_within_its_transaction_for_whoever_reads_its_faults(
    pooler: Pooler, tmp_path: Path
) -> None:
    """A pager, say: it takes 64 KB (pipe(7)), and no more until somebody turns the page."""
    env = environment(MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=pooled(pooler))
    assert run("migrate", env=env).returncode == 0
    file, report = tmp_path / "people.csv", tmp_path / "report"
    file.write_text(csv_of(BERIT, *[OLLE | {"email": "olle"}] * 2_000))
    os.mkfifo(report)
    page = os.open(report, os.O_RDONLY | os.O_NONBLOCK)
    words = [*CREDITLINE, "import", "people", str(file), "--skip-bad", "--report", str(report)]
    engine = open_engine(pooled(pooler))
    with start(words, env=env, stdout=PIPE) as importing, engine.connect() as asked, os.fdopen(page) as pager:
        until(lambda: importing.poll() is not None or _people(asked))
        assert importing.poll() is None, "it has ended, and nobody has read its faults"
        assert _people(asked) == 1
        os.set_blocking(page, True)
        assert len(pager.readlines()) == 2_000
        told = importing.communicate(timeout=PATIENCE)[0].decode()
    engine.dispose()
    assert told.splitlines()[-1] == "written: 1 added, 0 changed, 0 unchanged, 2,000 bad"


def _people(asked: Connection) -> int:
    """Count those that are stored for all to see."""
    with asked.begin():
        return int(asked.execute(text("SELECT count(*) FROM people")).scalar_one())
