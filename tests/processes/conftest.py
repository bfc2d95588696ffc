from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.service import Service, running_service

WHOLE = {"launcher": 1, "valkey": 1, "worker": 1, "web": 1, "web workers": 2}


class House:
    """One service for all tests that hurt it. Where one of them has broken it, it is started again on its data."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._running: Service | None = None

    def whole(self) -> Service:
        if self._running and self._is_whole(self._running):
            return self._running
        self._stack.close()
        self._running = self._stack.enter_context(running_service(self._folder))
        return self._running

    @staticmethod
    def _is_whole(service: Service) -> bool:
        return service.process.poll() is None and {name: len(pids) for name, pids in service.pids().items()} == WHOLE


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with TemporaryDirectory(prefix="credit-") as folder, ExitStack() as stack:
        yield House(Path(folder) / "data", stack)


@pytest.fixture
def victim(house: House) -> Service:
    """A service to be hurt: all of it is there."""
    return house.whole()
