"""Runs of tests that are ended: whatever they started ends too, and their folders go where they could see to that."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

import tests
from tests.leashed import start
from tests.service import PATIENCE, children_of, command_line, lives, until

PROJECT = Path(tests.__file__).parents[1]
SERVERS = {
    "service": ("valkey-server", "ivr.cli serve", "ivr.cli worker", "ivr.cli.web"),
    "database": ("bin/postgres",),
}
ALONE: list[str] = []
WITH_A_WORKER = ["-n", "1", "--max-worker-restart", "0"]

pytestmark = pytest.mark.server


@dataclass(frozen=True)
class End:
    """Of a run with these options, whose test waits on a server."""

    options: list[str]
    server: str
    come: Callable[["subprocess.Popen[bytes]"], None]


def press_ctrl_c(run: "subprocess.Popen[bytes]") -> None:
    os.killpg(run.pid, signal.SIGINT)


def kill_its_worker(run: "subprocess.Popen[bytes]") -> None:
    os.kill(children_of(run.pid)[0], signal.SIGKILL)


ENDS = {
    "Ctrl-C": End(ALONE, "service", press_ctrl_c),
    "SIGTERM": End(WITH_A_WORKER, "database", subprocess.Popen.terminate),
    "SIGKILL": End(WITH_A_WORKER, "service", subprocess.Popen.kill),
    "its worker killed": End(WITH_A_WORKER, "database", kill_its_worker),
}
"""Each server meets one that its run sees coming, and one that it does not."""


@contextmanager
def running(end: End, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    folder.mkdir()
    words = ["-p", "tests.servers", "-p", "tests.ending", "-p", "no:cacheprovider", *end.options, "-k", end.server]
    file = PROJECT / "tests/processes/standing_on_servers.py"
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder), *words, str(file)]
    env = os.environ | {"PYTHONPATH": str(PROJECT)}
    with start(command, cwd=folder, env=env, start_new_session=True, stdout=subprocess.DEVNULL) as run:
        try:
            yield run
        finally:
            run.kill()


def started_by(run: "subprocess.Popen[bytes]", end: End, folder: Path) -> list[int]:
    """Once its test waits."""
    until(lambda: (folder / "begun").exists() or run.poll() is not None, within=4 * PATIENCE)
    assert run.poll() is None
    pids = descendants(run.pid)
    lines = [command_line(pid) for pid in pids]
    assert all(any(process in line for line in lines) for process in SERVERS[end.server])
    return pids


def descendants(pid: int) -> list[int]:
    children = children_of(pid)
    return [*children, *chain.from_iterable(map(descendants, children))]


def test_nothing_that_a_run_of_tests_started_outlives_it_however_it_ends(tmp_path: Path) -> None:
    """All at the same time: some take seconds to end, and do nothing in them."""
    with ExitStack() as stack:
        runs = {name: stack.enter_context(running(end, tmp_path / name)) for name, end in ENDS.items()}
        started = {name: started_by(runs[name], end, tmp_path / name) for name, end in ENDS.items()}
        for name, end in ENDS.items():
            end.come(runs[name])
        for name, run in runs.items():
            run.wait(PATIENCE)
            until(lambda: not any(map(lives, started[name])))  # noqa: B023 - it is over before the next one
