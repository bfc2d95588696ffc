"""`creditline serve` and `creditline demo`: Valkey, the background worker and the web server as one service."""

import fcntl
import http.client
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path

from domain.messages import Channel
from ivr import logs, metrics_folder, presets
from ivr.cli.checks import claim_database, faults, log_newer_database, require_languages, upgrade_database
from ivr.cli.supervisor import Child, Supervisor
from ivr.clock import SystemClock
from ivr.config import Reading, Settings, read_settings, unknown_settings
from ivr.faults import BadStart
from ivr.wiring_demo import seed_demo
from storage import carriers, embedded
from storage.engine import open_engine
from storage.transactions import Database

PYTHON = [sys.executable, "-P", "-m"]  # -P: whatever lies in the current folder is not imported
VALKEY_START = 10.0  # seconds; it takes 0.1, longer only with much to load


def launch(mode: str, ready: Callable[[Settings], None]) -> None:
    """Run the service until SIGTERM or Ctrl-C; call `ready` once when it can answer. Raises BadStart.

    In `mode` where the environment names none: what lies in the data folder makes no production a demo.
    """
    logs.configure()
    require_languages()
    reading = read_settings(default_mode=mode)
    with _held(reading) as found:
        if found := [*found, *faults(reading)]:
            raise BadStart(found)
        _run(reading.settings, ready)


@contextmanager
def _held(reading: Reading) -> Iterator[list[str]]:
    """The data folder for this launcher alone: a second one would replace the socket under the first."""
    folder = reading.settings.data_dir
    if "DATA_DIR" in reading.faults:
        yield []
        return
    with _written_to(folder):
        lock = (folder / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield [f"another service runs on {folder}: stop it, or set CREDITLINE_DATA_DIR"]
        else:
            yield []


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    """What cannot be written inside is told as a fault of the data folder. Raises BadStart."""
    try:
        yield
    except OSError as error:
        raise BadStart([f"CREDITLINE_DATA_DIR cannot be used ({error.strerror}): {folder}"]) from None


def _run(settings: Settings, ready: Callable[[Settings], None]) -> None:
    os.environ |= {"CREDITLINE_MODE": settings.mode, "CREDITLINE_DATA_DIR": str(settings.data_dir)}
    with _written_to(settings.data_dir):
        os.environ[metrics_folder.FOLDER_VARIABLE] = str(metrics_folder.fresh_folder(settings.data_dir))
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")  # mallopt(3): Python lets one thread run, one arena is enough
    supervisor = Supervisor()
    try:
        _start(settings, supervisor)
        supervisor.run(_once_ready(settings, partial(ready, settings)))
    finally:
        supervisor.stop()
        embedded.remove_socket(settings.data_dir)


def _start(settings: Settings, supervisor: Supervisor) -> None:
    if settings.mode == "demo":
        with _written_to(settings.data_dir):
            presets.note_demo(settings.data_dir)
        upgrade_database(settings)
    else:
        claim_database(settings)
    logs.log_event("starting", mode=settings.mode)
    log_newer_database(settings)
    for unknown in unknown_settings(os.environ):
        logs.log_event("unknown_setting", reason=unknown)
    if settings.redis_url == embedded.EMBEDDED:
        _start_valkey(settings, supervisor)
    elif reason := embedded.refusal(settings.redis_url):
        logs.log_event("redis_does_not_answer", reason=reason)  # callers reach a person until it does
    if settings.mode == "demo":
        seed_demo(settings, fresh=False)
    _expect_worker(settings)
    supervisor.start(Child("worker", [*PYTHON, "ivr.cli", "worker"]))
    supervisor.start(Child("web", [*PYTHON, "ivr.cli.web"]))


def _expect_worker(settings: Settings) -> None:
    """Codes may be promised from the first call on: the worker is about to be there."""
    with Database(open_engine(settings.database_url)).writing() as transaction:
        carriers.note(transaction, Channel.TEXT, SystemClock(settings.timezone, settings.clock).now(), None)


def _start_valkey(settings: Settings, supervisor: Supervisor) -> None:
    """It keeps what it is told, so calls go on where they were when it is started again; meanwhile without it."""
    with _written_to(settings.data_dir):
        embedded.place_socket(settings.data_dir)
        command = embedded.command(settings.data_dir)
    supervisor.start(Child("valkey", command))
    if not embedded.answers(settings.data_dir, within=VALKEY_START):
        raise BadStart([f"the embedded Valkey does not answer: see {settings.data_dir / 'valkey.log'}"])


def _once_ready(settings: Settings, ready: Callable[[], None]) -> Callable[[], None]:
    waiting = [ready]

    def tick() -> None:
        if waiting and _is_ready(settings):
            waiting.pop()()

    return tick


def _is_ready(settings: Settings) -> bool:
    probe = http.client.HTTPConnection(settings.host, settings.port, timeout=1)
    try:
        probe.request("GET", "/readyz")
        return probe.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        probe.close()
