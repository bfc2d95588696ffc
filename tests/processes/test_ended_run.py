"""A run of tests that is ended: whatever it started ends too, and its folders go where it could see to that."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

import tests
from tests.leashed import start
from tests.service import PATIENCE, children_of, command_line, until

PROJECT = Path(tests.__file__).parents[1]
MARK = "RUN_OF_TESTS"  # in the environment of all that the run starts
SERVERS = ("valkey-server", "bin/postgres", "ivr.cli serve", "ivr.cli worker", "ivr.cli.web")

Run = tuple["subprocess.Popen[bytes]", bytes]
"""Of pytest, and its mark."""


@pytest.fixture
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Run]:
    """A run whose test waits, with its servers about it; the parameter has its options."""
    mark = f"{MARK}={uuid4()}"
    name, _, value = mark.partition("=")
    words = ["-p", "tests.servers", "-p", "tests.ending", "-p", "no:cacheprovider", *request.param]
    file = PROJECT / "tests/processes/standing_on_servers.py"
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(tmp_path), *words, str(file)]
    env = os.environ | {name: value, "PYTHONPATH": str(PROJECT)}
    with start(command, cwd=tmp_path, env=env, start_new_session=True, stdout=subprocess.DEVNULL) as run:
        try:
            until(lambda: (tmp_path / "begun").exists() or run.poll() is not None, within=2 * PATIENCE)
            assert run.poll() is None
            assert all(any(server in line for line in living(mark.encode())) for server in SERVERS)
            yield run, mark.encode()
        finally:
            run.kill()


def living(mark: bytes) -> list[str]:
    """The command lines of all processes with this mark."""
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [command_line(pid) for pid in pids if mark in environment_of(pid).split(b"\0")]


def environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def press_ctrl_c(run: subprocess.Popen[bytes]) -> None:
    os.killpg(run.pid, signal.SIGINT)


def kill_its_worker(run: subprocess.Popen[bytes]) -> None:
    os.kill(children_of(run.pid)[0], signal.SIGKILL)


ALONE: list[str] = []
WITH_A_WORKER = ["-n", "1", "--max-worker-restart", "0"]


@pytest.mark.parametrize(
    ("begun", "end"),
    [
        pytest.param(ALONE, press_ctrl_c, id="Ctrl-C"),
        pytest.param(WITH_A_WORKER, subprocess.Popen.terminate, id="SIGTERM"),
        pytest.param(WITH_A_WORKER, subprocess.Popen.kill, id="SIGKILL"),
        pytest.param(WITH_A_WORKER, kill_its_worker, id="its worker killed"),
    ],
    indirect=["begun"],
)
def test_nothing_that_it_started_outlives_it(begun: Run, end: Callable[[subprocess.Popen[bytes]], None]) -> None:
    run, mark = begun
    end(run)
    run.wait(PATIENCE)
    until(lambda: not living(mark))
