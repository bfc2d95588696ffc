from collections.abc import Iterator

import pytest

from .caller import Person
from .canned import CannedLine, canned_line


@pytest.fixture
def canned() -> Iterator[CannedLine]:
    with canned_line() as line:
        yield line


@pytest.fixture
def person(canned: CannedLine) -> Person:
    return Person(canned.line, "+46701740605")
