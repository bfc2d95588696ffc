"""Where the processes of one service count together: each writes what it has counted to a file of its own.

A file belongs to a place, such as that of the first web worker: whoever takes the place of a process that has ended
goes on from what that one had counted.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from ivr.counts import TALLY, Counter, Counts, summed
from ivr.logs import log_refusal

FOLDER_VARIABLE = "METRICS_OF_CREDITLINE"  # from the launcher to its children; no setting
WRITTEN_EVERY = 1.0  # seconds
NOT_WRITTEN = Counter("creditline_counts_not_written", "Times that a process could not write down what it had counted.")


def fresh_folder(data_dir: Path) -> Path:
    """Where the processes of a service that starts now count; what an earlier one counted is gone."""
    folder = data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


@contextmanager
def written(place: str) -> Iterator[None]:
    """Inside, and at the end, what this process counts is written to the file of `place`, where there is a folder."""
    if not (file := _file(place)):
        yield
        return
    TALLY.add(_read(file))
    _own.append(file)
    _write(file)
    stop = Event()
    writing = Thread(target=_write_until, args=(stop, file), daemon=True)
    writing.start()
    try:
        yield
    finally:
        stop.set()
        writing.join()


def counted_by_all() -> Counts:
    """What this process has counted by now, and all others of the service a second ago."""
    folder = os.environ.get(FOLDER_VARIABLE)
    others = [file for file in Path(folder).glob("*.json") if file not in _own] if folder else []
    return summed([TALLY.counts(), *map(_read, others)])


_own: list[Path] = []
os.register_at_fork(after_in_child=_own.clear)


def _file(place: str) -> Path | None:
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder) / f"{place}.json" if folder else None


def _write_until(stop: Event, file: Path) -> None:
    while not stop.wait(WRITTEN_EVERY):
        _write(file)
    _write(file)


def _write(file: Path) -> None:
    """Whole or not at all. Where there is no room the next try has all that this one had."""
    draft = file.with_suffix(".draft")
    try:
        draft.write_text(json.dumps([(*key, row) for key, row in TALLY.counts().items()]))
        draft.replace(file)
    except OSError as error:
        TALLY.count(NOT_WRITTEN, ())
        log_refusal("counts_not_written", error=type(error).__name__)


def _read(file: Path) -> Counts:
    """Nothing where nothing has been written yet."""
    try:
        rows = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    return {(name, tuple(words)): row for name, words, row in rows}
