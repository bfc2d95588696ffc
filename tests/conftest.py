"""Where tests keep their files."""

import tempfile
from pathlib import Path
from shutil import disk_usage

pytest_plugins = ["tests.service", "tests.postgres", "tests.sqlite"]

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's, for whoever runs tests
ROOM = 4_000_000_000  # bytes


def pytest_configure() -> None:
    """In memory, where there is room: what a test loses with the machine is no loss.

    On a disk that others keep busy a commit of SQLite can wait for longer than the second that a caller's turn has for
    it; then the caller gets a person, rightly.
    """
    if MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)
