"""A ledger of recorded answers, and its mirror in memory, with the demo people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.outbound.payex.client import LedgerClient
from tests.domain.conftest import clock, line
from tests.outbound.payex.ledger import Ledger, running_ledger

__all__ = ["clock", "line"]


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with running_ledger() as running:
        yield running


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text("first\n")
    return file


@pytest.fixture
def client(ledger: Ledger, token_file: Path) -> LedgerClient:
    return ledger.client(token_file)
