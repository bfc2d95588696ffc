"""A Valkey that a test may kill, stop the heart of, and start with nothing in it."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import embedded
from tests.valkey import start_valkey


class Valkey:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = embedded.url(folder)

    def start(self) -> None:
        """With what it kept, if anything."""
        self._process = start_valkey(self._folder)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def start_empty(self) -> None:
        shutil.rmtree(self._folder / "valkey")
        self.start()

    @contextmanager
    def mute(self) -> Iterator[None]:
        """It takes what it is sent and says nothing: a black hole."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)
