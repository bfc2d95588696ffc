"""SQL is lost: at every turn a person. Issue 3."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from tests.faults.acts import FIGURES, caller_of, never_failed, play, reaches_a_person
from tests.faults.proxy import Proxy
from tests.postgres import DATABASES, Postgres
from tests.service import MANY_CALLS, Service, running_service

WAITING = (2, 3, 4)
"""The acts before which a code is on its way; where no message can come any more, it has come already."""


class Database(Protocol):
    url: str

    def down(self) -> AbstractContextManager[None]: ...


class SqliteFile:
    """Lost is what somebody else has locked and never lets go of."""

    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file}"
        self._file = file

    @contextmanager
    def down(self) -> Iterator[None]:
        with closing(sqlite3.connect(self._file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield


class PostgresBehindProxy:
    def __init__(self, proxy: Proxy, url: str) -> None:
        self.url, self.down = url, proxy.down


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with TemporaryDirectory(prefix="sql-") as folder:
        if request.param == "sqlite":
            yield SqliteFile(Path(folder) / "credit.db")
            return
        postgres: Postgres = request.getfixturevalue("postgres")
        with postgres.database() as name, proxied(postgres, Path(folder)) as proxy:
            yield PostgresBehindProxy(proxy, postgres.url(name).replace(str(postgres.folder), folder))


@contextmanager
def proxied(postgres: Postgres, folder: Path) -> Iterator[Proxy]:
    """Its socket has the name that clients look for."""
    name = ".s.PGSQL.5432"
    with Proxy(folder / name, postgres.folder / name, seed=0).running() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def service(database: Database) -> Iterator[Service]:
    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", DATABASE_URL=database.url, **MANY_CALLS) as running,
    ):
        yield running


@pytest.mark.parametrize("turn", range(len(FIGURES)))
def test_stopped_at_a_turn_a_person_comes(service: Service, database: Database, turn: int) -> None:
    person = caller_of(service).dials()
    for act in FIGURES[:turn]:
        assert play(person, act)
    code = person.newest_code() if turn in WAITING else ""
    with database.down():
        for act in FIGURES[turn:]:
            if person.ended or not play(person, replace(act, keys=act.keys.replace("{code}", code))):
                break
        assert reaches_a_person(person) or turn == len(FIGURES) - 1
    assert never_failed(person)


def test_when_the_database_is_back_the_next_call_is_as_ever(service: Service, database: Database) -> None:
    with database.down():
        assert reaches_a_person(caller_of(service).dials())
    person = caller_of(service).dials()
    assert all(play(person, act) for act in FIGURES)
