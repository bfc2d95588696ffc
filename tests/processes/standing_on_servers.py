"""Tests that stand on servers, and wait: for another to end their run."""

import signal
from pathlib import Path

import pytest


@pytest.mark.usefixtures("service")
def test_waits_on_a_service_to_be_ended() -> None:
    _wait()


@pytest.mark.usefixtures("postgres")
def test_waits_on_a_database_to_be_ended() -> None:
    _wait()


def _wait() -> None:
    Path("begun").touch()
    signal.pause()
