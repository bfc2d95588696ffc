"""A real service for tests: `creditline serve` in demo mode, on a free port, with a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from ivr.config import load_settings
from ivr.phone.http import client
from tests.forked import run_forked
from tests.leashed import refuse_where_none_is_wanted, start

CREDITLINE = [sys.executable, "-P", "-m", "ivr.cli"]
PATIENCE = 30.0  # seconds; everything waited for here takes a few at most
WRITING = 0.1  # seconds that a process may take to write what it has counted
WEB = client()  # made once: it reads all certificates, which takes longer than to ask many times

LIMITS_OVER_CALLS = (
    *("STARTS_PER_CALLER", "STARTS_PER_IDENTIFIER", "WRONG_CODES_PER_PERSON"),
    *("WRONG_CODES_PER_CALLER", "WRONG_CODES_WITHHELD", "WRONG_CODES_PER_CLIENT", "WRONG_CODES_ALARM"),
    *("CODES_PER_PERSON", "CODES_IN_ALL", "SIGNING_CODES_PER_PERSON", "SIGNING_CODES_IN_ALL"),
    *("TEXTS_PER_PERSON", "TEXTS_IN_ALL", "LINKS_PER_CALLER", "LINKS_IN_ALL"),
    *("CALL_BACKS_PER_CALLER", "CALL_BACKS_IN_ALL"),
)
MANY_CALLS = dict.fromkeys(LIMITS_OVER_CALLS, "1000000")
"""Settings of a line to which a few people make all the calls of a test session, within one hour."""


@dataclass(frozen=True)
class Service:
    """A running service. `env` makes any other command find it; `output` has what it wrote."""

    url: str
    public_url: str
    auth_token: str
    data_dir: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    output: Path

    def pids(self) -> dict[str, list[int]]:
        """The processes that live now: launcher, valkey, worker, web (the server), web workers."""
        children = {pid: command_line(pid) for pid in children_of(self.process.pid)}
        named = {
            name: [pid for pid, words in children.items() if any(word in words for word in marks)]
            for name, marks in {"valkey": ["valkey"], "worker": ["ivr.cli worker"], "web": ["ivr.cli.web"]}.items()
        }
        web_workers = [worker for web in named["web"] for worker in children_of(web)]
        return {"launcher": [self.process.pid], **named, "web workers": web_workers}

    def ready(self) -> bool:
        try:
            return WEB.get(f"{self.url}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def faults(self) -> dict[str, str]:
        """What it says that does not work, and why."""
        found: dict[str, str] = WEB.get(f"{self.url}/readyz").json().get("reasons", {})
        return found

    def counts(self) -> str:
        return counts_of(self.url, self.data_dir)

    def press_ctrl_c(self) -> None:
        """As a terminal does: SIGINT to the whole group in the foreground, not to the launcher alone."""
        os.killpg(self.process.pid, signal.SIGINT)

    def stop(self) -> int:
        """Its exit status after SIGTERM."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def running_service(data_dir: Path, **settings: str) -> Iterator[Service]:
    """A service on `data_dir`, ready to answer; `settings` by name without prefix. Stopped at the end."""
    running = start_service(
        environment(MODE="demo", DATA_DIR=str(data_dir), BIND=f"127.0.0.1:{free_port()}", **settings)
    )
    try:
        yield running
    finally:
        running.stop()


def start_service(env: dict[str, str]) -> Service:
    """`creditline serve` with these settings, ready to answer. Whoever starts it stops it."""
    known = load_settings(env)
    output = known.data_dir / "output"
    output.unlink(missing_ok=True)
    with output.open("ab") as file:  # so that a test may write to it too
        process = start([*CREDITLINE, "serve"], env=env, stdout=file, stderr=file, start_new_session=True)
    url = f"http://{known.bind}"
    running = Service(url, known.public_url, known.twilio_auth_tokens[0], known.data_dir, env, process, output)
    try:
        until(lambda: running.ready() or process.poll() is not None)
        assert process.poll() is None, output.read_text()
    except BaseException:
        running.stop()
        raise
    return running


def counts_of(url: str, data_dir: Path) -> str:
    """The page of metrics at `url`, once every process has written down what it has counted by now."""
    since = time.time() + WRITING
    until(lambda: all(file.stat().st_mtime > since for file in (data_dir / "metrics").glob("*.json")))
    return WEB.get(f"{url}/metrics").text


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with exactly these settings of the credit line."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CREDITLINE_")}
    return others | {f"CREDITLINE_{name}": value for name, value in settings.items()}


def run(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`creditline` with these words, run to its end in a process that has loaded it already."""
    return run_forked(*words, env=env, timeout=PATIENCE)


def run_alone(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`creditline` with these words, started as a shell starts it and run to its end."""
    refuse_where_none_is_wanted()
    return subprocess.run([*CREDITLINE, *words], env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


def until(condition: Callable[[], object], within: float = PATIENCE) -> None:
    """Return as soon as `condition` holds; fail when it does not in time."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children_of(parent: int) -> list[int]:
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if _state(pid)[1:2] == [str(parent)]]


def lives(pid: int) -> bool:
    """Zombies do not: proc(5), state Z."""
    return bool(_state(pid))


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _state(pid: int) -> list[str]:
    """State, parent and the rest of proc(5) `stat`, after the name in parentheses; empty for the dead."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return fields if fields[0] not in "ZX" else []
