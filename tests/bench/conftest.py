"""The service and its yardsticks, running for all tests of the bench."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ivr import wiring
from ivr.config import load_settings
from tests.bench import targets
from tests.bench.targets import Bench


@pytest.fixture(scope="package")
def bench() -> Iterator[Bench]:
    """Of the yardsticks only two: the others are served in the same way."""
    names = ("constant", "ordinary")
    with TemporaryDirectory(prefix="bench-") as folder, targets.running(Path(folder) / "service", names=names) as found:
        yield found


@pytest.fixture(scope="package")
def parts(bench: Bench) -> wiring.Parts:
    return wiring.parts(load_settings(bench.service.env))
