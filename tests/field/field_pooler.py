"""Calls through PgBouncer in transaction mode, with fewer sessions of the server than the line has connections."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from tests.field.conftest import caller_at
from tests.leashed import start
from tests.postgres import ACCOUNT, USER, Postgres
from tests.service import MANY_CALLS, PATIENCE, Service, free_port, running_service, until

CUSTOMER, AVAILABLE = "198507099805#", "37654.50"
SESSIONS = 3
SETTINGS = """
[databases]
{database} = host={server} user={user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {sessions}
max_client_conn = 200
"""


@pytest.fixture
def database_url(postgres: Postgres) -> Iterator[str]:
    """The address of a database behind the pooler."""
    port = free_port()
    with postgres.database() as database, TemporaryDirectory(prefix="pool-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = SETTINGS.format(database=database, server=postgres.folder, user=USER, port=port, sessions=SESSIONS)
        (folder / "pgbouncer.ini").write_text(settings)
        with start(
            ["pgbouncer", "-q", str(folder / "pgbouncer.ini")], user=ACCOUNT.pw_uid if ACCOUNT else None, cwd="/"
        ) as process:
            until(lambda: process.poll() is not None or answers(port, database))
            assert process.poll() is None
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/{database}?pooler=transaction"
            process.terminate()
            process.wait(PATIENCE)


def answers(port: int, database: str) -> bool:
    try:
        psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname=database).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    with TemporaryDirectory(prefix="credit-") as folder:
        settings = MANY_CALLS | {"DATABASE_URL": database_url}
        with running_service(Path(folder) / "data", **settings) as running:
            yield running


def test_customers_hear_their_figures_one_call_between_another(service: Service) -> None:
    callers = [caller_at(service, service.url) for _ in range(4)]
    for person in callers:
        person.dials_in("en-GB").enters(CUSTOMER).hears_prompt("code-first").enters("{code}").hears_amount(AVAILABLE)
    for person in callers:
        person.presses("1").hears_amount(AVAILABLE).presses("9").hears_prompt("goodbye-ended")
    assert '"error"' not in service.output.read_text()
