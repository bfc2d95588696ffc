"""A background worker that no service has started shows what it counts: alerts on messages see it, too."""

from dataclasses import replace
from pathlib import Path
from socket import create_server

import pytest

from ivr import wiring
from ivr.config import load_settings
from storage.migrate import upgrade
from storage.unit_of_work import SqlTransactions
from tests.processes.test_two_workers import running_worker
from tests.service import WEB, environment, free_port, run, until
from tests.storage.test_outbox import A_TEXT
from tests.test_metrics import numbers_in, total
from tests.valkey import running_valkey

pytestmark = pytest.mark.server


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a demo with its people."""
    env = environment(MODE="demo", DATA_DIR=str(tmp_path))
    settings = load_settings(env)
    upgrade(settings.database_url)
    wiring.seed_demo(settings, fresh=False)
    return env


def test_its_page_counts_the_message_that_it_hands_over(tmp_path: Path, env: dict[str, str]) -> None:
    page = f"127.0.0.1:{free_port()}"
    with running_valkey(tmp_path), running_worker(tmp_path / "output", env, "--metrics", page):
        assert handed_over(page) == 0
        send(env)
        until(lambda: handed_over(page) == 1)


def test_an_address_that_is_taken_is_named(env: dict[str, str]) -> None:

    with create_server(("127.0.0.1", 0)) as taken:
        page = f"127.0.0.1:{taken.getsockname()[1]}"
        refused = run("worker", "--metrics", page, env=env)
    assert page in refused.stderr
    assert refused.returncode == 2


def handed_over(page: str) -> float:
    return total(numbers_in(WEB.get(f"http://{page}/metrics").text), "creditline_messages_total", 'outcome="sent"')


def send(env: dict[str, str]) -> None:
    settings = load_settings(env)
    parts = wiring.parts(settings)
    with SqlTransactions(parts.engine, parts.cipher, settings.ledger).begin() as work:
        work.outbox.add(replace(A_TEXT, created_at=parts.clock.now()))
    parts.engine.dispose()
