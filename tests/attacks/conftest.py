from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.service import Service, running_service

CONNECTIONS_PER_WORKER = 60


@pytest.fixture(scope="session")
def small_house() -> Iterator[Service]:
    """A service with few places, which ten times as many strangers can fill."""
    few = {"CONNECTIONS_PER_WORKER": str(CONNECTIONS_PER_WORKER)}
    with TemporaryDirectory(prefix="credit-") as folder, running_service(Path(folder) / "data", **few) as running:
        yield running
