"""A real Valkey for tests, on a unix socket."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import embedded
from tests.leashed import start

PATIENCE = 30.0  # seconds; it takes 0.1


def start_valkey(folder: Path) -> subprocess.Popen[bytes]:
    """It serves what `folder` keeps, and answers by now."""
    embedded.place_socket(folder)
    valkey = start(embedded.command(folder), stdout=subprocess.DEVNULL)
    assert embedded.answers(folder, PATIENCE)
    return valkey


@contextmanager
def running_valkey(folder: Path) -> Iterator[str]:
    """Its address."""
    with start_valkey(folder) as valkey:
        try:
            yield embedded.url(folder)
        finally:
            valkey.terminate()
