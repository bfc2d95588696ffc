"""A small disk that a test fills and empties: one of its own where we may mount it, else a limit on what is written."""

import resource
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

SIZE = 64_000_000  # bytes


class Disk(Protocol):
    folder: Path

    def full(self, writers: Sequence[int]) -> AbstractContextManager[None]:
        """Inside, these processes find no room."""


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self, _writers: Sequence[int]) -> Iterator[None]:
        ballast = self.folder / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        yield
        ballast.unlink()


class Limit:
    """RLIMIT_FSIZE (setrlimit(2)) of none: no file gets longer. To Python that is an error; it would end a Valkey."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self, writers: Sequence[int]) -> Iterator[None]:
        for pid in writers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        yield
        for pid in writers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode:
        yield Limit(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        unmount = ["umount", "--lazy", str(folder)]
        subprocess.run(unmount, check=True)
