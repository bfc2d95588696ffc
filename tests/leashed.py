"""Servers of tests: none outlives the process of tests that started it, however that one ends."""

import os
import signal
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ivr.leash import die_with

NO_SERVER = "TESTS_WITHOUT_SERVERS"
"""Set in a run that chose such tests, so that none of them starts anything unseen."""


def start(
    command: Sequence[str | Path], *, end_by: signal.Signals = signal.SIGKILL, **how: Any
) -> subprocess.Popen[bytes]:
    """From the main thread: a leash breaks when the thread that started the server ends."""
    refuse_where_none_is_wanted()
    leash = partial(die_with, os.getpid(), end_by)
    return subprocess.Popen(command, preexec_fn=leash, **how)  # noqa: PLW1509 - it loads nothing and takes no lock


def refuse_where_none_is_wanted() -> None:
    assert NO_SERVER not in os.environ, "this test starts something, so it is one of `pytest.mark.server`"
