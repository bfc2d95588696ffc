"""The demo's secrets where two commands are the first at once: both find the same, whole, and for their owner only."""

import os
import sys
from collections.abc import Callable
from pathlib import Path, PosixPath
from typing import Any

import pytest

from ivr import presets

SECRETS = ("SECRET_KEYS", "TWILIO_AUTH_TOKEN")


class OvertakenFolder(PosixPath):
    """`others` come where somebody has just looked for a file in it."""

    others: list[Callable[[], object]] = []  # noqa: RUF012 - a path derives others of its class

    def exists(self, **how: Any) -> bool:
        found = super().exists(**how)
        if self.others:
            self.others.pop()()
        return found


def secrets_of(folder: Path) -> list[str]:
    demo = presets.demo({}, folder)
    return [demo[name] for name in SECRETS]


@pytest.fixture
def overtaken(tmp_path: Path) -> OvertakenFolder:
    return OvertakenFolder(tmp_path)


def test_two_first_starts_at_once_find_the_same_secrets(tmp_path: Path, overtaken: OvertakenFolder) -> None:
    """The other one looks, finds none, and makes them, all after the first one has looked."""
    theirs: list[list[str]] = []
    overtaken.others.append(lambda: theirs.append(secrets_of(tmp_path)))
    assert [secrets_of(overtaken)] == theirs
    assert secrets_of(tmp_path) == theirs[0]


def test_whoever_looks_as_soon_as_the_secrets_have_their_name_finds_them_whole(tmp_path: Path) -> None:
    theirs: list[list[str]] = []

    def look(_frame: object, event: str, function: object) -> None:
        if event == "c_return" and function is os.link:
            theirs.append(secrets_of(tmp_path))

    sys.setprofile(look)
    try:
        assert [secrets_of(tmp_path)] == theirs
    finally:
        sys.setprofile(None)


def test_the_demos_secrets_are_for_their_owner_and_no_draft_of_them_is_left(tmp_path: Path) -> None:
    secrets_of(tmp_path)
    file = tmp_path / presets.SECRETS_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [presets.SECRETS_FILE], "no draft is left"


def test_a_later_start_finds_the_secrets_of_the_first(tmp_path: Path) -> None:
    assert secrets_of(tmp_path) == secrets_of(tmp_path)
