"""Keeps the web workers alive: replaces one that has ended, and one that leaves three questions in a row unanswered."""

import multiprocessing
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field

from ivr.cli.supervisor import SHORTEST_LIFE, STOP, TICK, Signals
from ivr.logs import log_event
from ivr.web.worker import DRAIN, Serving, work

FORK = multiprocessing.get_context("fork")  # workers share what the server has loaded
INTERVAL = 5.0  # seconds from one question to the next, within which it is to be answered
FAILURES = 3
START = 60.0  # seconds that a worker may take to its first answer
EXTRA = 1.0  # seconds beyond DRAIN until a worker is killed


@dataclass
class WebWorker:
    """One process. It is asked over a pair of sockets that nobody else can reach. `place`: where it counts."""

    serving: Serving
    listener: socket.socket
    place: str = "web"
    failures: int = 0
    _process: multiprocessing.process.BaseProcess = field(init=False)
    _questions: socket.socket = field(init=False)
    _started: float = field(init=False)
    _is_up: bool = field(init=False)

    def start(self) -> None:
        self._questions, theirs = socket.socketpair()
        self._questions.setblocking(False)
        self._process = FORK.Process(target=work, args=(self.serving, self.listener, theirs, self.place))
        self._process.start()
        theirs.close()
        self._started, self._is_up, self.failures = time.monotonic(), False, 0
        self._send()

    def look_after(self) -> None:
        """Replace a dead process, but not more often than once in SHORTEST_LIFE."""
        if not self._process.is_alive() and time.monotonic() - self._started >= SHORTEST_LIFE:
            log_event("web_worker_ended", pid=self._process.pid, status=self._process.exitcode)
            self._questions.close()
            self.start()

    def ask(self) -> None:
        """Count the last question as failed unless it has been answered, and ask again."""
        if self._has_answered():
            self.failures, self._is_up = 0, True
        elif self._is_up or time.monotonic() - self._started > START:
            self.failures += 1
        self._send()

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def join(self, deadline: float) -> None:
        self._process.join(max(0.0, deadline - time.monotonic()))

    def _send(self) -> None:
        with suppress(OSError):  # of a dead process: look_after sees that
            self._questions.send(b"?")

    def _has_answered(self) -> bool:
        try:
            return bool(self._questions.recv(64))
        except OSError:
            return False


@dataclass
class WebWorkers:
    workers: list[WebWorker]
    interval: float = INTERVAL
    _asked: float = field(init=False)

    def run(self) -> None:
        """Serve until SIGTERM; then let the turns in flight be answered."""
        signals = Signals()
        for worker in self.workers:
            worker.start()
        self._asked = time.monotonic()
        while not signals.wait(TICK) & STOP:
            for worker in self.workers:
                worker.look_after()
            if time.monotonic() - self._asked >= self.interval:
                self._ask()
        self._stop()

    def _ask(self) -> None:
        """Kill one worker at most; the others are counted from the start again while it is replaced."""
        self._asked = time.monotonic()
        for worker in self.workers:
            worker.ask()
        lost = next((worker for worker in self.workers if worker.failures >= FAILURES), None)
        if lost:
            log_event("web_worker_lost")
            lost.kill()
            for worker in self.workers:
                worker.failures = 0

    def _stop(self) -> None:
        deadline = time.monotonic() + DRAIN + EXTRA
        for worker in self.workers:
            worker.listener.close()
            worker.terminate()
        for worker in self.workers:
            worker.join(deadline)
        for worker in self.workers:
            worker.kill()
            worker.join(time.monotonic() + EXTRA)
