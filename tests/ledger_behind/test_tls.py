"""Mutual TLS with a real server: who brings no certificate that its authority knows is not answered, nor is whoever it
is not.
"""

import ssl
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import Unavailable
from ivr.outbound.payex.client import LedgerClient, tls
from ivr.outbound.payex.token import TokenFile
from ivr.outbound.payex.wire import Page
from storage.breaker import Breaker
from tests.ledger_behind.certificates import Certificates, make_certificates
from tests.outbound.payex.ledger import PATHS

pytestmark = pytest.mark.xdist_group("ledger")


Asks = Callable[[ssl.SSLContext], list[str]]


@pytest.fixture
def asks(ledger_url: str, token_file: Path) -> Asks:
    """Which profiles the ledger offers to whoever comes with this."""

    def offers(context: ssl.SSLContext) -> list[str]:
        with closing(LedgerClient(ledger_url, TokenFile(token_file), Breaker(), context)) as client:
            pages = [client.get(PATHS.offers, Page) for _ in range(2)]  # over one connection
            return [str(item["accountProfile"]) for item in pages[-1].items]

    return offers


@pytest.fixture
def strangers(tmp_path: Path) -> Certificates:
    """Of another authority."""
    return make_certificates(tmp_path)


def test_with_our_certificate_the_offers_are_read(asks: Asks, certificates: Certificates) -> None:
    ours = tls(certificates.line.certificate, certificates.line.key, certificates.ca)
    assert asks(ours) == ["kontotyp-1", "kontotyp-2", "kontotyp-3"]


def test_without_a_certificate_of_the_line_nothing_is_answered(asks: Asks, certificates: Certificates) -> None:
    with pytest.raises(Unavailable):
        asks(tls(None, None, certificates.ca))


def test_a_certificate_of_another_authority_is_not_let_in(
    asks: Asks, certificates: Certificates, strangers: Certificates
) -> None:
    with pytest.raises(Unavailable):
        asks(tls(strangers.line.certificate, strangers.line.key, certificates.ca))


def test_a_ledger_that_no_authority_of_ours_knows_is_not_asked(
    asks: Asks, certificates: Certificates, strangers: Certificates
) -> None:
    with pytest.raises(Unavailable, match="ConnectError"):
        asks(tls(certificates.line.certificate, certificates.line.key, strangers.ca))
