"""The settings of a ledger behind the line: each of them is needed to reach it, over mutual TLS as in a production."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from ssl import CERT_REQUIRED, Purpose

import pytest

from domain.errors import Unavailable
from ivr import wiring
from ivr.config import Settings
from ivr.outbound.payex.books import RemoteBooks
from ivr.outbound.payex.connecting import RemoteLedger
from ivr.outbound.payex.wire import Offer
from ivr.parts import remote_of
from storage.breaker import FAILURES
from tests.ledger_behind.between import context_of
from tests.ledger_behind.certificates import Certificates, make_certificates
from tests.outbound.payex.ledger import OFFER, Ledger, Recorded, running_ledger
from tests.test_composed_settings import ALL, desk_of, settings_of

OFFER_AT = "/ledger/credit-account-onboarding/v1/24/offers/kontotyp-1"
ELSEWHERE = 25


@dataclass(frozen=True)
class Behind:
    """A line whose ledger 24 is kept at `ledger`."""

    ledger: Ledger
    settings: Settings
    parts: wiring.Parts

    @property
    def remote(self) -> RemoteLedger:
        assert self.parts.remote
        return self.parts.remote

    def asks(self) -> str:
        return self.remote.client.get(f"{self.remote.paths.offers}/kontotyp-1", Offer).account_profile


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return make_certificates(tmp_path)


@pytest.fixture
def ledger(certificates: Certificates) -> Iterator[Ledger]:
    """Lets in whoever the authority of the tests vouches for."""
    context = context_of(certificates, certificates.ledger, Purpose.CLIENT_AUTH)
    context.verify_mode = CERT_REQUIRED
    with running_ledger(context) as running:
        running.says(OFFER_AT, Recorded(200, OFFER))
        yield running


@pytest.fixture
def behind(tmp_path: Path, sqlite_url: str, ledger: Ledger, certificates: Certificates) -> Iterator[Behind]:
    (tmp_path / "token").write_text("a token of its own")
    own = {
        "LEDGER_URL": ledger.url,
        "LEDGER_TOKEN_FILE": str(tmp_path / "token"),
        "LEDGER_CERTIFICATE": str(certificates.line.certificate),
        "LEDGER_KEY": str(certificates.line.key),
        "LEDGER_CA": str(certificates.ca),
    }
    settings = settings_of(tmp_path, sqlite_url, **ALL, **own)
    found = Behind(ledger, settings, wiring.parts(settings))
    with closing(found.remote.client):
        yield found
    found.parts.engine.dispose()


def test_the_ledger_is_asked_at_its_address_for_its_number_with_our_certificate_and_token(behind: Behind) -> None:
    assert behind.asks() == "kontotyp-1"
    assert (behind.ledger.asked, behind.ledger.tokens) == ([("GET", OFFER_AT)], ["Bearer a token of its own"])


def test_the_line_reads_and_signs_at_the_ledger_behind_it(behind: Behind) -> None:
    desk = desk_of(behind.settings, behind.parts)
    assert isinstance(desk.books, RemoteBooks)
    assert desk.books.client is behind.remote.client
    assert desk.lending.ledger == behind.remote.signer


def test_the_books_of_other_ledgers_are_our_own(behind: Behind) -> None:
    assert wiring.lending(behind.settings, behind.parts, ELSEWHERE).ledger is None
    assert remote_of(behind.settings, behind.parts, ELSEWHERE) is None


def test_a_ledger_that_is_silent_is_left_alone_by_the_line(behind: Behind) -> None:
    behind.ledger.says(OFFER_AT, Recorded(200, OFFER, is_lost=True))
    for _ in range(FAILURES + 1):
        with pytest.raises(Unavailable):
            behind.asks()
    assert len(behind.ledger.asked) == FAILURES
