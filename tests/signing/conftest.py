"""A service that applicants phone and systems ask, on either database; nothing of it is in a hurry.

The machine may be: a store that answers late is a fault elsewhere, here it would only make another test of this one.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage import embedded
from tests.postgres import DATABASES
from tests.service import MANY_CALLS, Service, running_service
from tests.voice.conftest import data_dir

__all__ = ["data_dir"]

PATIENCE = 30  # seconds for Redis


@pytest.fixture
def patient_settings(data_dir: Path) -> dict[str, str]:
    """Of a line that speaks English, in as many calls and requests as anybody wants."""
    return MANY_CALLS | {
        "LANGUAGES": "en-GB",
        "API_REQUESTS_PER_MINUTE": "1000000",
        "REDIS_URL": f"{embedded.url(data_dir)}?socket_timeout={PATIENCE}",
    }


@pytest.fixture(params=DATABASES)
def service(request: pytest.FixtureRequest, patient_settings: dict[str, str]) -> Iterator[Service]:
    settings = dict(patient_settings)
    if request.param == "postgresql":
        settings["DATABASE_URL"] = request.getfixturevalue("postgresql_url")
    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", **settings) as running,
    ):
        yield running
