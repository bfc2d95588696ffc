"""Each connection is an open file: the limit of the system is raised, or the start says so."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.web.descriptors import OWN_FILES
from tests.service import CREDITLINE, PATIENCE, environment, free_port, running_service, until

FEW = 256
MANY = 300


@contextmanager
def soft_limit(files: int) -> Iterator[None]:
    """This process's, which those that it starts inherit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_soft_limit_that_is_too_low_is_raised_in_each_of_the_web_workers_that_are_set(tmp_path: Path) -> None:
    settings = {"CONNECTIONS_PER_WORKER": str(MANY), "WEB_WORKERS": "3"}
    with soft_limit(FEW), running_service(tmp_path / "data", **settings) as service:
        until(lambda: len(service.pids()["web workers"]) == 3)
        for worker in service.pids()["web workers"]:
            soft, _ = resource.prlimit(worker, resource.RLIMIT_NOFILE)
            assert soft == MANY + OWN_FILES


def test_a_hard_limit_that_is_too_low_is_a_fault_of_the_start(tmp_path: Path) -> None:
    env = environment(MODE="demo", DATA_DIR=str(tmp_path), BIND=f"127.0.0.1:{free_port()}")
    command = ["/bin/sh", "-c", f'ulimit -n {FEW} && exec "$@"', "sh", *CREDITLINE, "serve"]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 2
    [fault] = ended.stderr.splitlines()
    assert "CREDITLINE_CONNECTIONS_PER_WORKER" in fault
