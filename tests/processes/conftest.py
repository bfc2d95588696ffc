from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service import Service, running_service


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Service]:
    """A service of the test's own, to be hurt."""
    with running_service(tmp_path / "data") as running:
        yield running
