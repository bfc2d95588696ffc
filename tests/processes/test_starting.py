"""Starts that must not be: one list of faults on standard error, exit 2, and never a stack trace."""

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.revisions import REVISIONS
from tests.service import Service, environment, free_port, run, run_alone, running_service

pytestmark = pytest.mark.server

DEPLOY = Path(__file__).parents[2] / "deploy"

SOUND = {
    "MODE": "production",
    "PUBLIC_URL": "https://line.example",
    "REDIS_URL": "embedded",
    "SECRET_KEYS": "5f1d7a3c9be2046881c7da5e30f94b26d8a1637f0e5c92b4417dfa8836e0c95b",
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "9a7c3e51d08f4b62a1e7c95d3f80b426",
    "SMS_FROM": "+46701740699",
    "LENDER": "Exempelbanken",
    "SMTP_URL": "smtps://mail.example",
    "MAIL_FROM": "credit@lender.example",
    "AGENTS_GENERAL": "+46701740690",
    "AGENTS_SPECIALIST": "+46701740692",
}


@pytest.fixture
def busy() -> Iterator[str]:
    """An address where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def faults(*words: str, **settings: str) -> list[str]:
    ended = run(*words, env=environment(**settings))
    assert ended.returncode == 2
    assert ended.stdout == ""
    return ended.stderr.splitlines()


def test_a_second_start_on_the_same_port_is_refused_in_one_line(service: Service, tmp_path: Path) -> None:
    env = environment(MODE="demo", DATA_DIR=str(tmp_path), BIND=service.url.removeprefix("http://"))
    ended = run_alone("serve", env=env)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "CREDITLINE_BIND" in ended.stderr
    assert service.ready()


@pytest.mark.parametrize("words", [("serve",), ("migrate",)])
def test_a_database_whose_header_is_overwritten_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    """https://www.sqlite.org/fileformat2.html: the first 100 bytes."""
    settings = {"MODE": "demo", "DATA_DIR": str(tmp_path), "BIND": f"127.0.0.1:{free_port()}"}
    assert run("migrate", env=environment(**settings)).returncode == 0
    with (tmp_path / "creditline.db").open("r+b") as file:
        file.write(b"\xff" * 100)
    [fault] = faults(*words, **settings)
    assert "damaged" in fault
    assert "backup" in fault


def test_a_second_start_on_the_same_data_is_refused_in_one_line(service: Service) -> None:
    bind = f"127.0.0.1:{free_port()}"
    [fault] = faults("serve", MODE="demo", DATA_DIR=str(service.data_dir), BIND=bind)
    assert "CREDITLINE_DATA_DIR" in fault
    assert service.ready()


def test_every_fault_is_in_one_list(busy: str, tmp_path: Path) -> None:
    """Missing, weak, unreadable, out of reach and in use at once."""
    database = f"sqlite:///{tmp_path}/no/such/folder/credit.db"
    settings = SOUND | {"TWILIO_AUTH_TOKEN": "example", "SMS_FROM": "", "TIMEZONE": "Nowhere", "DATABASE_URL": database}
    found = faults("serve", DATA_DIR=str(tmp_path), BIND=busy, **settings)
    named = [
        next((name for name in ("TOKEN", "SMS_FROM", "TIMEZONE", "BIND", "DATABASE_URL") if name in fault), fault)
        for fault in found
    ]
    assert sorted(named) == ["BIND", "DATABASE_URL", "SMS_FROM", "TIMEZONE", "TOKEN"]


@pytest.mark.parametrize("url", ["redis://:s3c/ret@127.0.0.1/0", "rediss://127.0.0.1/0?ssl_ca_cert=s3c.pem"])
def test_an_address_that_cannot_be_read_is_one_line_of_every_process(tmp_path: Path, url: str) -> None:
    settings = {"MODE": "demo", "DATA_DIR": str(tmp_path), "BIND": f"127.0.0.1:{free_port()}", "REDIS_URL": url}
    [told] = {line for command in ("serve", "demo", "worker") for line in faults(command, **settings)}
    assert told.startswith("creditline: CREDITLINE_REDIS_URL cannot be read")
    web = [sys.executable, "-P", "-m", "ivr.cli.web"]
    ended = subprocess.run(web, env=environment(**settings), capture_output=True, text=True, timeout=20, check=False)
    assert (ended.returncode, ended.stderr) == (2, f"{told}\n")


@pytest.mark.parametrize(
    ("command", "unit"), [("serve", "creditline.service"), ("worker", "creditline-worker@.service")]
)
def test_a_start_before_the_database_is_up_is_tried_again_by_systemd(command: str, unit: str, tmp_path: Path) -> None:
    """systemd.service(5): RestartPreventExitStatus=; systemd.unit(5): StartLimitIntervalSec=."""
    away = f"postgresql+psycopg://line@127.0.0.1:{free_port()}/credit"
    settings = SOUND | {"DATA_DIR": str(tmp_path), "BIND": f"127.0.0.1:{free_port()}", "DATABASE_URL": away}
    [fault] = faults(command, **settings)
    assert "Check that the database runs" in fault
    written = dict(line.split("=", 1) for line in (DEPLOY / unit).read_text().splitlines() if "=" in line)
    assert (written["Restart"], written["StartLimitIntervalSec"]) == ("always", "0")
    assert "2" not in written.get("RestartPreventExitStatus", "").split()


def test_production_does_not_change_tables_by_itself(tmp_path: Path) -> None:
    settings = SOUND | {"DATA_DIR": str(tmp_path), "BIND": f"127.0.0.1:{free_port()}"}
    [fault] = faults("serve", **settings)
    assert "creditline migrate" in fault
    assert run("migrate", env=environment(**settings)).returncode == 0


def migrated_by_a_newer_version(folder: Path, oldest: str) -> None:
    """To tables that versions of that revision and later ones may run on."""
    with closing(sqlite3.connect(folder / "creditline.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.execute("UPDATE compatibility SET oldest = ?", (oldest,))


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_tables_that_a_newer_version_has_taken_from_are_left_alone_and_named(tmp_path: Path, mode: str) -> None:
    settings = SOUND | {"MODE": mode, "DATA_DIR": str(tmp_path), "BIND": f"127.0.0.1:{free_port()}"}
    assert run("migrate", env=environment(**settings)).returncode == 0
    migrated_by_a_newer_version(tmp_path, "9998")
    for command in ("serve", "migrate"):
        [fault] = faults(command, **settings)
        assert "newer version" in fault


def test_a_service_starts_on_tables_that_a_newer_version_has_only_added_to_and_says_so(tmp_path: Path) -> None:
    """The old version and the new one run side by side during a deployment."""
    assert run("migrate", env=environment(MODE="demo", DATA_DIR=str(tmp_path))).returncode == 0
    migrated_by_a_newer_version(tmp_path, REVISIONS[-1])
    with running_service(tmp_path) as running:
        events = [json.loads(line)["event"] for line in running.output.read_text().splitlines()]
    assert events[:2] == ["starting", "database_is_newer"]


def test_demo_does_not_start_where_another_mode_is_set(tmp_path: Path) -> None:
    [fault] = faults("demo", MODE="production", DATA_DIR=str(tmp_path))
    assert "CREDITLINE_MODE" in fault


def test_a_data_folder_that_cannot_be_written_to_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    [fault] = faults("serve", MODE="demo", DATA_DIR=str(tmp_path / "file"), BIND=f"127.0.0.1:{free_port()}")
    assert "CREDITLINE_DATA_DIR" in fault


def test_a_folder_too_deep_for_a_unix_socket_serves_as_well(tmp_path: Path) -> None:
    """unix(7): 108 bytes for a socket's path."""
    deep = tmp_path / ("deep" * 30)
    with running_service(deep) as running:
        assert (deep / "valkey.sock").is_symlink()
        private = (deep / "valkey.sock").readlink().parent
        assert private.stat().st_mode & 0o077 == 0
        assert running.stop() == 0
    assert not private.exists()


def test_the_first_line_of_the_log_names_the_mode(service: Service) -> None:
    first = json.loads(service.output.read_text().splitlines()[0])
    assert (first["event"], first["mode"]) == ("starting", "demo")


def test_a_misspelt_setting_is_named_in_the_log_of_the_start(tmp_path: Path) -> None:
    with running_service(tmp_path / "data", LANGUAGE="sv-SE") as running:
        lines = [json.loads(line) for line in running.output.read_text().splitlines()]
    [said] = [line["reason"] for line in lines if line["event"] == "unknown_setting"]
    assert said == "CREDITLINE_LANGUAGE: do you mean LANGUAGES?"


def test_the_demo_leaves_its_mode_where_other_commands_find_it(service: Service) -> None:
    env = environment(DATA_DIR=str(service.data_dir))
    assert run("migrate", env=env).returncode == 0
