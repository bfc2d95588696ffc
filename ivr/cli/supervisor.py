"""Children in the order in which they were started, kept alive, and stopped in the opposite order."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from ivr.leash import die_with
from ivr.logs import log_event, tell_counts

TICK = 0.25  # seconds between two looks at the children; a child's end is noticed at once
SHORTEST_LIFE = 1.0  # seconds: what dies sooner is started again only after them
GRACE = 15.0  # seconds from SIGTERM to SIGKILL; longer than any turn, and than the web server gives its own workers
STOP = {signal.SIGTERM, signal.SIGINT}


class Signals:
    """Signals to this process, read in batches. None interrupts anything: a second Ctrl-C changes nothing."""

    def __init__(self) -> None:
        self._received, write = os.pipe()
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)

    def wait(self, seconds: float) -> set[int]:
        """The numbers of those that came; none after so many seconds."""
        ready, _, _ = select.select([self._received], [], [], seconds)
        return set(os.read(self._received, 1024)) if ready else set()


@dataclass
class Child:
    """One process in a session of its own: Ctrl-C reaches the launcher only. Its end is the launcher's business."""

    name: str
    command: list[str]
    _process: subprocess.Popen[bytes] = field(init=False)
    _started: float = field(init=False)
    _ended: bool = field(init=False)

    def start(self) -> None:
        """From the main thread: the leash breaks when the thread that started the child ends."""
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509 - the launcher has one thread only
        )
        self._started, self._ended = time.monotonic(), False

    def look_after(self) -> None:
        if self._process.poll() is None:
            return
        if not self._ended:
            log_event("child_ended", child=self.name, status=self._process.returncode)
            self._ended = True
        if time.monotonic() - self._started >= SHORTEST_LIFE:
            self.start()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        log_event("child_stopped", child=self.name, status=self._process.returncode)


class Supervisor:
    def __init__(self) -> None:
        self._signals = Signals()
        self._children: list[Child] = []

    def start(self, child: Child) -> None:
        child.start()
        self._children.append(child)

    def run(self, tick: Callable[[], None]) -> None:
        """Until SIGTERM or SIGINT; `tick` runs at every look at the children."""
        while not self._signals.wait(TICK) & STOP:
            for child in self._children:
                child.look_after()
            tick()
            tell_counts()

    def stop(self) -> None:
        """The last one first: what others stand on is still there while they finish."""
        while self._children:
            self._children.pop().stop()
