"""A run of tests that is ended: whatever it started ends too, and its folders go where it could see to that."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest

import tests
from tests.leashed import start
from tests.service import PATIENCE, children_of, command_line, lives, until

PROJECT = Path(tests.__file__).parents[1]
SERVERS = ("valkey-server", "bin/postgres", "ivr.cli serve", "ivr.cli worker", "ivr.cli.web")


@pytest.fixture
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A run whose test waits, with its servers about it; the parameter has its options."""
    words = ["-p", "tests.servers", "-p", "tests.ending", "-p", "no:cacheprovider", *request.param]
    file = PROJECT / "tests/processes/standing_on_servers.py"
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(tmp_path), *words, str(file)]
    env = os.environ | {"PYTHONPATH": str(PROJECT)}
    with start(command, cwd=tmp_path, env=env, start_new_session=True, stdout=subprocess.DEVNULL) as run:
        try:
            until(lambda: (tmp_path / "begun").exists() or run.poll() is not None, within=4 * PATIENCE)
            assert run.poll() is None
            yield run
        finally:
            run.kill()


def descendants(pid: int) -> list[int]:
    children = children_of(pid)
    return [*children, *chain.from_iterable(map(descendants, children))]


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
def test_nothing_that_it_started_outlives_it(
    begun: "subprocess.Popen[bytes]", end: Callable[["subprocess.Popen[bytes]"], None]
) -> None:
    until(lambda: all(any(server in line for line in map(command_line, descendants(begun.pid))) for server in SERVERS))
    started = descendants(begun.pid)
    end(begun)
    begun.wait(PATIENCE)
    until(lambda: not any(map(lives, started)))
