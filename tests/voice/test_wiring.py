"""The parts, put together: messages reach the handset, and a web worker carries nothing that it does not need."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import insert, select

from ivr import wiring_worker
from ivr.clock import SystemClock
from ivr.config import Settings
from storage.engine import open_engine
from storage.tables import counters
from tests.service import until
from tests.voice.conftest import code_in, line_app
from tests.voice.twilio import InboundCall

PHONE = "+46701740605"


@pytest.fixture
def worker(settings: Settings) -> Iterator[threading.Thread]:
    stop = threading.Event()
    running = threading.Thread(target=wiring_worker.run_worker, args=(settings, stop))
    running.start()
    yield running
    stop.set()
    running.join()


@pytest.mark.usefixtures("worker")
def test_a_code_comes_to_the_handset(call: InboundCall, app: Flask) -> None:
    """Newest first: `[{"to", "text", "at"}]`."""
    handset = app.test_client()
    before = len(handset.get("/phone/messages", query_string={"to": PHONE}).get_json())
    call.dials().keys("198507099805")
    until(lambda: len(handset.get("/phone/messages", query_string={"to": PHONE}).get_json()) > before)
    newest = handset.get("/phone/messages", query_string={"to": PHONE}).get_json()[0]
    assert (sorted(newest), newest["to"]) == (["at", "text", "to"], PHONE)
    assert datetime.now(UTC) - datetime.fromisoformat(newest["at"]) < timedelta(minutes=1)
    assert "You can spend" in call.keys(code_in(newest["text"])).words


def test_the_worker_forgets_what_is_old(settings: Settings, request: pytest.FixtureRequest) -> None:
    engine, old = open_engine(settings.database_url), datetime(2026, 1, 1, tzinfo=UTC)
    row = {"counted": "starts-by-caller", "subject": b"old", "amount": 1, "since": old, "until": old}
    with engine.begin() as connection:
        connection.execute(insert(counters), row)
    request.getfixturevalue("worker")

    def is_gone() -> bool:
        with engine.connect() as connection:
            return not connection.execute(select(counters).where(counters.c.subject == b"old")).first()

    until(is_gone)
    engine.dispose()


def test_a_plus_that_was_not_escaped_is_understood(app: Flask) -> None:
    escaped, bare = (app.test_client().get(f"/phone/messages?to={plus}46701740605") for plus in ("%2B", "+"))
    assert escaped.get_json() == bare.get_json()


def test_the_handset_is_for_this_machine_only(app: Flask) -> None:
    for address, status in (("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("2001:db8::1", 403)):
        answer = app.test_client().get("/phone/messages", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == status


def test_a_production_has_no_handset(settings: Settings) -> None:
    app = line_app(settings.model_copy(update={"mode": "production"}))
    assert app.test_client().get("/phone/messages").status_code == HTTPStatus.NOT_FOUND


def test_no_fault_ends_the_worker(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    stop, written = threading.Event(), []
    broken = settings.model_copy(update={"database_url": f"sqlite:///{settings.data_dir}/no/such.db"})

    def failed_twice() -> bool:
        written.append(capsys.readouterr().out)
        return "".join(written).count("task_failed") > 1

    running = threading.Thread(target=wiring_worker.run_worker, args=(broken, stop))
    running.start()
    until(failed_twice)
    stop.set()
    running.join()


NEVER = {
    *("twilio.rest", "requests", "httpx", "smtplib", "reportlab", "alembic", "sqlalchemy.orm", "psycopg", "granian"),
    *("ivr.outbound", "ivr.lint", "ivr.golden", "ivr.dialogue.walk", "storage.importing", "storage.rekeying.rotation"),
}
OF_THE_WEB = {"flask", "werkzeug", "limits", "joserfc", "email_validator", "ivr.api"}
NEVER_USED = {
    "ivr.cli.launcher": NEVER | OF_THE_WEB | {"num2words", "fluent.runtime", "ivr.dialogue", "ivr.voice"},
    "ivr.wiring_worker": NEVER | OF_THE_WEB,
    "ivr.cli.web": NEVER,
}
"""By the module that a process begins with, each with what those before it load: that is no reason for any of these."""
REPORT = """
import sys
for module in sys.argv[1:]:
    __import__(module)
    print(*sys.modules)
"""


def test_no_process_of_the_service_carries_what_it_never_uses() -> None:
    """It takes time and memory: no web worker sends a message or migrates a database, and only they serve the web."""
    command = [sys.executable, "-c", REPORT, *NEVER_USED]
    reports = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    for module, report in zip(NEVER_USED, reports, strict=True):
        assert not NEVER_USED[module].intersection(report.split()), module


def test_a_clock_that_is_set_starts_there_and_runs_on() -> None:
    start = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    clock = SystemClock(ZoneInfo("Europe/Stockholm"), start)
    first = clock.now()
    assert first - start < timedelta(seconds=1)
    assert clock.now() > first
    assert str(clock.today()) == "2026-11-21"
