"""The web server asks its workers: one that gets nothing done any more is replaced, a busy one is not."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.attacks.hanging import INTERVAL, STUCK, THREADS
from tests.service import PATIENCE, children_of, free_port, until

WORKERS = 2


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]
    output: Path

    def workers(self) -> set[int]:
        return set(children_of(self.process.pid))

    def replaced(self) -> int:
        return self.output.read_text().count("web_worker_lost")

    def answers(self) -> bool:
        try:
            return ask(self.url).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def ask(url: str, timeout: float = PATIENCE) -> httpx.Response:
    return httpx.get(url, timeout=timeout, trust_env=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    port, output = free_port(), tmp_path / "output"
    command = [sys.executable, "-m", "tests.attacks.hanging", str(port), str(WORKERS)]
    with output.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        running = Server(f"http://127.0.0.1:{port}", process, output)
        try:
            until(running.answers)
            yield running
        finally:
            process.terminate()


def hang(server: Server, times: int) -> None:
    """Leave: the threads that have taken these requests stay."""

    def once() -> None:
        with pytest.raises(httpx.ReadTimeout):
            ask(f"{server.url}/hang", timeout=INTERVAL)

    with ThreadPoolExecutor(times) as callers:
        for call in [callers.submit(once) for _ in range(times)]:
            call.result()


def test_workers_whose_threads_are_all_lost_are_replaced_one_at_a_time(server: Server) -> None:
    before = server.workers()
    hang(server, WORKERS * THREADS * 2)
    until(lambda: server.replaced() == 1)
    assert len(before & server.workers()) >= 1
    until(lambda: not before & server.workers() and len(server.workers()) == WORKERS)
    assert ask(server.url).status_code == httpx.codes.OK


def test_a_worker_that_stands_still_is_replaced_and_the_other_goes_on(server: Server) -> None:
    still, other = sorted(server.workers())
    os.kill(still, signal.SIGSTOP)
    until(lambda: still not in server.workers() and len(server.workers()) == WORKERS)
    assert other in server.workers()
    assert server.replaced() == 1


def test_overload_alone_replaces_nobody(server: Server) -> None:
    """Many more requests than threads for longer than three questions: each waits, none is lost."""
    before = server.workers()
    seconds = 6 * INTERVAL + 2 * STUCK
    count = int(seconds / (STUCK / 4)) * WORKERS * THREADS
    with ThreadPoolExecutor(count) as callers:
        answers = list(callers.map(lambda _: ask(f"{server.url}/slow"), range(count)))
    assert {answer.status_code for answer in answers} == {httpx.codes.OK}
    assert server.workers() == before
    assert server.replaced() == 0
