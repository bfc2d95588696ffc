"""Other versions of the service, run from a tree of their own beside this one: changed in places, or an old commit."""

import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Self

import httpx

from tests.leashed import start
from tests.service import PATIENCE, WEB, free_port, until

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "storage", "ivr")

Edits = Mapping[str, tuple[str, str]]
"""By the file's path: what stands there once, and what stands there instead."""


def changed_tree(folder: Path, edits: Edits) -> Path:
    """This version with these edits."""
    for package in PACKAGES:
        copytree(ROOT / package, folder / package)
    for name, (before, after) in edits.items():
        text = (folder / name).read_text()
        assert text.count(before) == 1, f"{before!r} does not stand once in {name}"
        (folder / name).write_text(text.replace(before, after))
    return folder


def tree_of(commit: str, folder: Path) -> Path:
    """The packages as they were at that commit. Fails where the clone does not go back so far."""
    git = ["git", "-C", str(ROOT), "archive", commit, *PACKAGES]
    archived = subprocess.run(git, capture_output=True, check=False)
    assert archived.returncode == 0, f"commit {commit} is not in this clone: fetch it with its history"
    with tarfile.open(fileobj=BytesIO(archived.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@dataclass
class Running:
    """The web server, and where asked for the worker, of one version on a port of its own. `log`: both write it."""

    tree: Path
    log: Path
    env: dict[str, str] = field(repr=False)
    with_worker: bool = True
    port: int = field(default_factory=free_port)

    def start(self) -> Self:
        env = self.env | {"CREDITLINE_BIND": f"127.0.0.1:{self.port}", "PYTHONPATH": str(self.tree)}
        modules = (["ivr.cli.web"], ["ivr.cli", "worker"])[: 2 if self.with_worker else 1]
        with self.log.open("ab") as log:
            self._processes: Sequence[subprocess.Popen[bytes]] = [
                start([sys.executable, "-P", "-m", *words], env=env, stdout=log, stderr=log) for words in modules
            ]
        until(self._is_ready)
        return self

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            assert process.wait(PATIENCE) == 0

    def _is_ready(self) -> bool:
        assert all(process.poll() is None for process in self._processes)
        try:
            return WEB.get(f"http://127.0.0.1:{self.port}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@contextmanager
def running(tree: Path, log: Path, env: dict[str, str], *, with_worker: bool = True) -> Iterator[Running]:
    found = Running(tree, log, env, with_worker).start()
    try:
        yield found
    finally:
        found.stop()
