"""The servers and databases that tests share, each loaded and started by the first test that asks for it.

Most tests ask for none, and are done before the half of this would be loaded.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.postgres import Postgres
    from tests.service import Service


@pytest.fixture(scope="session")
def service() -> Iterator["Service"]:
    """One service for all tests of a session that do not break it."""
    from tests.service import MANY_CALLS, running_service

    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", **MANY_CALLS) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """One server for each process of tests."""
    from tests.postgres import running_postgres

    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def up_to_date(postgres: "Postgres") -> Iterator[str]:
    """The database that those of single tests are copies of."""
    from storage.migrate import upgrade

    with postgres.database() as name:
        upgrade(postgres.url(name))
        yield name


@pytest.fixture
def postgresql_url(postgres: "Postgres", up_to_date: str) -> Iterator[str]:
    """Of a database that is up to date and empty."""
    with postgres.database(template=up_to_date) as name:
        yield postgres.url(name)


@pytest.fixture(scope="session")
def sqlite_up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from storage.migrate import upgrade

    file = tmp_path_factory.mktemp("up-to-date") / "creditline.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_up_to_date: Path, tmp_path: Path) -> str:
    """Of a file that is up to date and empty."""
    return f"sqlite:///{copyfile(sqlite_up_to_date, tmp_path / 'creditline.db')}"
