"""`/readyz` asks of each part what the work needs, says in fixed words what it lacks, and 503 only where nobody would
hear a word."""

import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from select import select
from typing import Any

import pytest
from redis import Redis

from domain.messages import Channel
from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings
from ivr.database_clock import DatabaseClock
from ivr.parts import Parts
from ivr.readiness import readiness
from storage import carriers, embedded, migrate
from storage.breaker import Breaker
from storage.cipher import Cipher
from storage.mode import claim
from storage.rekeying import known
from storage.revisions import connected
from storage.transactions import Database
from tests.damage import fill, last_page_of, overwrite
from tests.leashed import start
from tests.service import free_port, until
from tests.test_metrics import numbers_in
from tests.valkey import running_valkey
from tests.voice.conftest import settings_of

PASSWORD = "x"  # noqa: S105 - of a server for one test
CHECKS = {"keys", "mode", "database", "migrations", "tables", "redis", "worker", "backlog", "disk", "clock", "look"}


@contextmanager
def closing_engine(shared: Parts) -> Iterator[None]:
    yield
    shared.engine.dispose()


@dataclass(frozen=True)
class House:
    """A line as wired, on stores of its own."""

    settings: Settings

    def ready(self) -> tuple[int, dict[str, Any]]:
        answer = self._asked("/readyz")
        return answer.status_code, answer.get_json()

    def shown(self, check: str) -> float:
        """As a number on the page of metrics."""
        return numbers_in(self._asked("/metrics").text)[f'creditline_ready{{check="{check}"}}']

    def _asked(self, path: str) -> Any:
        """After one look, by a thread that ends, and its connection to Redis with it."""
        shared = wiring.parts(self.settings)
        found = wiring.seen(self.settings, shared)
        client = create_app(wiring.blueprints(self.settings, shared, found)).test_client()
        with closing_engine(shared), ThreadPoolExecutor(1) as thread:
            thread.submit(found.looks().look).result()
        return client.get(path)

    def is_degraded_by(self, check: str, reason: str) -> bool:
        """By this check alone, on both pages, for a reason that begins like this."""
        status, body = self.ready()
        failed = {name for name, outcome in body["checks"].items() if outcome == "failed"}
        assert (status, body["status"], failed) == (200, "degraded", {check})
        assert body["reasons"].keys() == {check}
        return body["reasons"][check].startswith(reason) and self.shown(check) == 0

    def run(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            connection.execute(statement, values)

    @property
    def file(self) -> Path:
        return self.settings.data_dir / "creditline.db"

    def sees_a_worker(self, ago: timedelta = timedelta()) -> None:
        shared = wiring.parts(self.settings)
        with closing_engine(shared), Database(shared.engine).writing() as transaction:
            carriers.note(transaction, Channel.TEXT, shared.clock.now() - ago, None)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """All of it works."""
    with running_valkey(tmp_path):
        made = House(settings_of(tmp_path))
        migrate.upgrade(made.settings.database_url)
        claim(made.settings.database_url, "demo")
        made.sees_a_worker()
        yield made


@contextmanager
def silent_server() -> Iterator[socket.socket]:
    """It takes connections, and says nothing to anybody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def port_of(server: socket.socket) -> int:
    port: int = server.getsockname()[1]
    return port


def admin(house: House, *words: str | int) -> None:
    with Redis.from_url(embedded.url(house.settings.data_dir)) as client:
        client.execute_command(*words)


def with_redis(house: House, url: str) -> House:
    return replace(house, settings=house.settings.model_copy(update={"redis_url": url}))


def test_where_all_works_all_is_ok(house: House) -> None:
    assert house.ready() == (200, {"status": "ready", "checks": dict.fromkeys(CHECKS, "ok")})
    assert house.shown("redis") == 1


def test_a_replica_takes_no_writes(house: House) -> None:
    admin(house, "REPLICAOF", "127.0.0.1", free_port())
    assert house.is_degraded_by("redis", "it is a replica that takes no writes")


def test_a_user_without_the_right_to_write_is_named_so(house: House) -> None:
    admin(house, *f"ACL SETUSER ro on >{PASSWORD} ~call:* +@read +ping".split())
    address = f"unix://ro:{PASSWORD}@{house.settings.data_dir / embedded.SOCKET}"
    assert with_redis(house, address).is_degraded_by("redis", "we have no right to write")


def test_a_password_that_is_refused_is_named_so_and_not_shown(house: House) -> None:
    address = f"unix://ro:swordfish@{house.settings.data_dir / embedded.SOCKET}"
    assert with_redis(house, address).is_degraded_by("redis", "it does not know us")


def test_a_store_without_memory_takes_no_writes(house: House) -> None:
    admin(house, "CONFIG", "SET", "maxmemory", 1)
    assert house.is_degraded_by("redis", "its memory is full")


def test_a_node_of_a_cluster_at_a_plain_address_is_named_so(house: House, tmp_path: Path) -> None:
    with running_cluster(tmp_path / "cluster") as url:
        reason = "it is a node of a cluster, and the address says that it is not"
        assert with_redis(house, url).is_degraded_by("redis", reason)


def test_a_store_that_is_not_there_does_not_answer(house: House) -> None:
    assert with_redis(house, f"redis://127.0.0.1:{free_port()}/0").is_degraded_by("redis", "it does not answer")


def test_what_a_probe_writes_is_gone_soon_and_no_event_of_a_call(house: House) -> None:
    house.ready()
    with Redis.from_url(embedded.url(house.settings.data_dir)) as client:
        keys = client.keys()
        assert len(keys) == 2
        assert all(0 < client.pttl(key) <= 10_000 for key in keys)
    assert list(wiring.parts(house.settings).sessions.events(10)) == []


def test_while_its_stores_hang_the_pages_wait_for_none_of_them(house: House) -> None:
    """A probe gives up after a second, Prometheus after ten: the numbers are wanted just then."""
    with silent_server() as sql, silent_server() as redis:
        addresses = {
            "database_url": f"postgresql+psycopg://x@127.0.0.1:{port_of(sql)}/x",
            "redis_url": f"redis://127.0.0.1:{port_of(redis)}/0",
        }
        settings = house.settings.model_copy(update=addresses)
        shared = wiring.parts(settings)
        found = wiring.seen(settings, shared)
        client = create_app(wiring.blueprints(settings, shared, found)).test_client()
        with closing_engine(shared), ThreadPoolExecutor(1) as thread:
            looking = thread.submit(found.looks().look)
            until(lambda: is_asked(sql))
            with sql.accept()[0]:
                ready, page = client.get("/readyz"), client.get("/metrics")
                assert not looking.done()
                assert not is_asked(sql)
                assert not is_asked(redis)
            sql.close()
    assert (ready.status_code, ready.get_json()["status"]) == (200, "degraded")
    assert page.status_code == 200
    assert "creditline_ready" in page.text
    assert "creditline_outbox_waiting" not in page.text


def is_asked(server: socket.socket) -> bool:
    """Whether somebody new has connected."""
    return bool(select([server], [], [], 0)[0])


def test_without_its_database_callers_reach_a_person_so_the_line_is_degraded(house: House) -> None:
    house.file.unlink()
    status, body = house.ready()
    assert (status, body["status"]) == (200, "degraded")
    assert {body["checks"][name] for name in ("database", "worker", "backlog")} == {"failed"}


def test_with_keys_that_do_not_fit_nobody_would_hear_a_word(house: House) -> None:
    with connected(house.settings.database_url, 1.0, writes=True) as connection:
        known.note(connection, Cipher([token_hex(32)]), wiring.parts(house.settings).clock.now())
    status, body = house.ready()
    assert (status, body["status"], body["checks"]["keys"]) == (503, "not ready", "failed")


def test_a_database_of_another_mode_is_not_served(house: House) -> None:
    house.run("UPDATE deployment SET mode = 'production'")
    status, body = house.ready()
    assert (status, body["reasons"]) == (503, {"mode": "the database was made for production"})


def test_a_worker_that_is_gone_is_missed_after_twenty_seconds(house: House) -> None:
    house.sees_a_worker(ago=timedelta(seconds=15))
    assert house.ready()[1]["status"] == "ready"
    house.sees_a_worker(ago=timedelta(seconds=90))
    assert house.is_degraded_by("worker", "not seen for 9")


def test_a_message_that_no_worker_takes_is_late(house: House) -> None:
    due_at = wiring.parts(house.settings).clock.now() - timedelta(seconds=300)
    house.run(
        "INSERT INTO outbox (dedupe, body, created_at, due_at, attempts) VALUES ('text:1', '', ?1, ?1, 0)",
        f"{due_at:%Y-%m-%d %H:%M:%S.%f}",
    )
    assert house.is_degraded_by("backlog", "a message is 30")


def test_a_clock_that_is_off_the_databases_shows(house: House) -> None:
    shared = replace(wiring.parts(house.settings), database_clock=DatabaseClock(lambda: -7.0))
    ready = readiness(house.settings, shared, Breaker())
    with closing_engine(shared):
        ready.look()
    assert ready.reasons()["clock"] == "-7 s off the database's"


def test_tables_that_a_newer_version_has_taken_from_show(house: House) -> None:
    """It has migrated while this one runs: nothing is pending, and statements fail."""
    house.run("UPDATE alembic_version SET version_num = '9999'")
    assert house.ready()[1]["status"] == "ready"
    house.run("UPDATE compatibility SET oldest = '9998'")
    assert house.is_degraded_by("migrations", "a newer version has taken away what this one stands on")


def test_what_could_not_be_looked_at_counts_as_failed_until_it_can(house: House) -> None:
    shared = wiring.parts(house.settings)
    ready = readiness(house.settings, shared, Breaker())
    away = house.file.rename(house.file.with_name("away"))
    house.file.mkdir()
    with closing_engine(shared):
        for _ in range(2):
            ready.look()
            assert ready.reasons()["tables"] == "it does not answer"
        house.file.rmdir()
        away.rename(house.file)
        ready.look()
    assert ready.reasons()["tables"] == ""


@pytest.mark.parametrize("table", ["calls", "counters"])
def test_a_damaged_page_shows(house: House, table: str) -> None:
    """It lies where no read of a row or two would come by."""
    fill(house.file)
    overwrite(house.file, last_page_of(house.file, table))
    assert house.is_degraded_by("tables", f"damaged: {table}")


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """One server that has all slots."""
    folder.mkdir()
    port = free_port()
    options = {"port": port, "cluster-port": free_port(), "cluster-enabled": "yes"}
    command = [
        *embedded.command(folder),
        *(word for name, value in options.items() for word in (f"--{name}", f"{value}")),
    ]
    with start(command, stdout=None) as server, Redis(port=port) as client:
        try:
            until(lambda: embedded.reachable(embedded.url(folder)))
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            until(lambda: client.cluster("INFO")["cluster_state"] == "ok")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
