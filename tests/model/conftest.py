"""A Valkey and an SQLite file for these callers alone."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from ivr.prompts.languages import LANGUAGES
from tests.model.line import LineUnderTest
from tests.service import MANY_CALLS
from tests.voice.conftest import data_dir, settings_of

__all__ = ["data_dir"]


@pytest.fixture(autouse=True)
def _without_log() -> Iterator[None]:
    """Tens of thousands of lines."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def line_of(data_dir: Path) -> Callable[[tuple[str, ...]], LineUnderTest]:
    """The line in these languages."""

    def line(languages: tuple[str, ...] = LANGUAGES) -> LineUnderTest:
        return LineUnderTest(settings_of(data_dir, LANGUAGES=",".join(languages), **MANY_CALLS))

    return line
