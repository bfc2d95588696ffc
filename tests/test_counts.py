"""What a process counts: in memory, by many threads, each process for itself, and written down where there is room."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ivr.counts import TALLY, Tally, summed
from ivr.metrics import TURNS
from ivr.metrics_folder import FOLDER_VARIABLE, NOT_WRITTEN, counted_by_all, fresh_folder, written
from tests.service import until

WORDS = ("AskIdentifier", "keys")
KEY = (TURNS.name, WORDS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That of a service which has just started."""
    made = fresh_folder(tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(made))
    return made


@pytest.fixture(autouse=True)
def _counted_before() -> Iterator[None]:
    """By other tests in this process."""
    yield
    TALLY.begin_anew()


def child(*, counts: int, place: str) -> None:
    """A forked process that counts and ends."""
    if pid := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        return
    with written(place):
        for _ in range(counts):
            TALLY.count(TURNS, WORDS)
    os._exit(0)


def test_counts_are_read_while_a_thread_counts_what_nobody_has_counted_before() -> None:
    tally, least = Tally(), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(1) as thread:
            counting = thread.map(lambda n: tally.count(TURNS, (str(n), "keys")), range(20_000))
            reads = [len(tally.counts()) for _ in range(50)]
            list(counting)
    finally:
        sys.setswitchinterval(least)
    assert reads == sorted(reads)
    assert len(tally.counts()) == 20_000


def test_processes_that_have_ended_count_on_and_a_fork_counts_nothing_twice(folder: Path) -> None:
    TALLY.count(TURNS, WORDS)
    [counted_here] = counted_by_all()[KEY]
    child(counts=2, place="web-0")
    child(counts=3, place="web-1")
    child(counts=5, place="web-0")
    assert counted_by_all()[KEY] == [counted_here + 10]
    assert {file.name for file in folder.iterdir()} == {"web-0.json", "web-1.json"}


def test_where_there_is_no_room_counting_goes_on_and_is_written_once_there_is(folder: Path) -> None:
    """A folder that is gone takes a write no better than a full disk."""
    with written("web-0"):
        folder.rename(folder.with_name("away"))
        TALLY.count(TURNS, WORDS)
        until(lambda: TALLY.counts().get((NOT_WRITTEN.name, ())))
        folder.with_name("away").rename(folder)
        assert counted_by_all()[KEY] == [1]
    child(counts=1, place="web-0")
    assert [*KEY[:1], [*KEY[1]], [2]] in json.loads((folder / "web-0.json").read_text())


def test_rows_of_one_name_add_up_number_by_number() -> None:
    assert summed([{KEY: [1, 2.5]}, {KEY: [3, 0.5], ("pears", ()): [7]}]) == {KEY: [4, 3.0], ("pears", ()): [7]}
