"""An SQLite file for whoever asks: a copy of one that was brought up to date once."""

from pathlib import Path
from shutil import copyfile

import pytest

from storage.migrate import upgrade


@pytest.fixture(scope="session")
def sqlite_up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("up-to-date") / "creditline.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_up_to_date: Path, tmp_path: Path) -> str:
    """Of a file that is up to date and empty."""
    return f"sqlite:///{copyfile(sqlite_up_to_date, tmp_path / 'creditline.db')}"
