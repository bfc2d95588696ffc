"""A backup as OPERATIONS.md makes it is restored under calls, and they go on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis

from storage import embedded
from tests.field.conftest import caller_at
from tests.phone.caller import Person
from tests.postgres import USER, Postgres, binaries
from tests.service import MANY_CALLS, PATIENCE, Service, run, running_service

CUSTOMER, AVAILABLE = "198507099805#", "37654.50"
OTHER_KEY = "89abcdef01234567" * 4


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as name:
        yield name


@pytest.fixture
def service(postgres: Postgres, database: str) -> Iterator[Service]:
    """A service on PostgreSQL."""
    with TemporaryDirectory(prefix="credit-") as folder:
        settings = MANY_CALLS | {"DATABASE_URL": postgres.url(database)}
        with running_service(Path(folder) / "data", **settings) as running:
            yield running


@pytest.fixture
def verified(service: Service) -> Person:
    """A customer in the middle of a call."""
    return caller_at(service, service.url).dials_in("en-GB").enters(CUSTOMER).enters("{code}").hears_amount(AVAILABLE)


@pytest.fixture
def dump(verified: Person, postgres: Postgres, database: str, tmp_path: Path) -> Path:
    """A backup, made while that call goes on."""
    assert verified
    file = tmp_path / "creditline.dump"
    client(postgres, "pg_dump", "--format", "custom", "--file", str(file), database)
    return file


def client(postgres: Postgres, program: str, *words: str) -> None:
    command = [str(binaries() / program), "--host", str(postgres.folder), "--username", USER, *words]
    subprocess.run(command, check=True, timeout=PATIENCE)


def restore(postgres: Postgres, database: str, dump: Path) -> None:
    postgres.run(f"DROP DATABASE {database} WITH (FORCE)")
    postgres.run(f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0")
    client(postgres, "pg_restore", "--exit-on-error", "--dbname", database, str(dump))


@pytest.fixture
def restored(dump: Path, postgres: Postgres, database: str, service: Service) -> Service:
    """A service whose database was lost and restored under it."""
    restore(postgres, database, dump)
    return service


def test_a_call_goes_on_and_others_begin(verified: Person, restored: Service) -> None:
    verified.presses("1").hears_amount(AVAILABLE).presses("9").hears_prompt("goodbye-ended")
    another = caller_at(restored, restored.url).dials_in("sv-SE").enters(CUSTOMER).enters("{code}")
    another.hears_amount(AVAILABLE)


def test_a_call_goes_on_without_redis_too_and_is_asked_for_its_key_again(verified: Person, restored: Service) -> None:
    with Redis.from_url(embedded.url(restored.data_dir)) as store:
        store.flushall()
    verified.presses("1").hears("to hear that again, press 1")
    verified.presses("1").hears_amount(AVAILABLE)


def test_a_backup_is_worth_nothing_without_its_key(restored: Service) -> None:
    refused = run("keys", "status", env=restored.env | {"CREDITLINE_SECRET_KEYS": OTHER_KEY})
    assert refused.returncode == 2
    assert "sealed with key" in refused.stderr
    assert run("keys", "status", env=restored.env).returncode == 0
