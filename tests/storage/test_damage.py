"""Each table is looked through for as long as it may take, whatever the other one took, wherever the file lies."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from storage.damage import LOOK_SECONDS, damaged_tables
from storage.migrate import upgrade
from tests.damage import fill, last_page_of, overwrite


def damaged(file: Path, table: str) -> str:
    """The address of a database whose file this is."""
    url = f"sqlite:///{file}"
    upgrade(url)
    fill(file)
    overwrite(file, last_page_of(file, table))
    return url


def running(step: float) -> Callable[[], float]:
    """A clock by which so many seconds pass from one look at it to the next."""
    ticks = count()
    return lambda: next(ticks) * step


@pytest.mark.parametrize("table", ["calls", "counters"])
def test_a_table_that_takes_most_of_its_time_leaves_the_other_its_own(tmp_path: Path, table: str) -> None:
    """By this clock each takes three quarters of it."""
    url = damaged(tmp_path / "creditline.db", table)
    assert damaged_tables(url, running(LOOK_SECONDS / 4)) == [table]


def test_a_damaged_page_is_found_in_a_folder_whose_name_means_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "50%41 #1"
    folder.mkdir()
    assert damaged_tables(damaged(folder / "creditline.db", "calls")) == ["calls"]
