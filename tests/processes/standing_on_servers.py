"""One test that stands on every server there is, and waits: for another to end its run."""

import signal
from pathlib import Path

import pytest


@pytest.mark.usefixtures("service", "postgres")
def test_waits_to_be_ended() -> None:
    Path("begun").touch()
    signal.pause()
