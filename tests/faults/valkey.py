"""A Valkey that a test may kill, stop the heart of, and start with nothing in it."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import embedded
from tests.service import PATIENCE


class Valkey:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = embedded.url(folder)

    def start(self) -> None:
        """With what it kept, if anything."""
        embedded.place_socket(self._folder)
        self._process = subprocess.Popen(embedded.command(self._folder))
        assert embedded.answers(self._folder, PATIENCE)

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
