from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.service import Service, running_service

FEW = {
    "CONNECTIONS_PER_WORKER": "60",
    "CODES_IN_ALL": "15",
    "LINKS_IN_ALL": "5",
    "WRONG_CODES_ALARM": "60",
}


@pytest.fixture(scope="session")
def small_house() -> Iterator[Service]:
    """A service with few places, which ten times as many strangers can fill, and with few codes and links."""
    with TemporaryDirectory(prefix="credit-") as folder, running_service(Path(folder) / "data", **FEW) as running:
        yield running
