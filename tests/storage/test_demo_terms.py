"""The documents of the demo's offers: small, stored with the offers, and no mystery."""

from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from storage import demo, demo_terms
from storage.cipher import Cipher
from storage.unit_of_work import SqlTransactions
from tests.storage.demo_documents import documents


def test_the_demos_terms_are_what_their_maker_makes() -> None:
    """Where reportlab makes other bytes of the same, `python -m tests.storage.demo_documents` renews them."""
    kept = {file.name: file.read_bytes() for file in demo_terms.FOLDER.glob("*.pdf")}
    assert kept == documents()


def test_each_offer_has_its_own_stored_under_their_checksums(seeded: Engine, cipher: Cipher) -> None:
    with SqlTransactions(seeded, cipher, demo.LEDGER).reading() as work:
        named = [
            digest
            for offer in work.offers.list()
            for digest in (offer.standard_european_agreements_sha256, offer.account_terms_sha256)
        ]
        stored = [work.documents.get(digest or "") for digest in named]
    assert len(set(named)) == 6
    assert [sha256(document.content).hexdigest() for document in stored if document] == named


@pytest.mark.parametrize("profile", [offer.profile for offer in demo.offers()])
def test_the_demos_terms_say_that_they_are_for_show(profile: str) -> None:
    for document in demo_terms.terms_of(profile):
        text = PdfReader(BytesIO(document.content)).pages[0].extract_text()
        assert "påhittat exempel" in text
        assert profile.replace("-", " ") in text
