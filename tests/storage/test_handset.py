"""The mailbox of the demo's handset."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.cipher import Cipher
from storage.handset import Handset, HandsetFile, HandsetMessage
from tests.domain.line import NOON

BERIT, ARNE = "+46701740605", "+46701740606"


@pytest.fixture
def handset(engine: Engine, cipher: Cipher) -> Handset:
    return Handset(engine, cipher)


def test_messages_are_listed_newest_first(handset: Handset) -> None:
    later = NOON + timedelta(seconds=1)
    handset.add(BERIT, "Your code is 123456", NOON)
    handset.add(BERIT, "Koden är 654321", later)
    assert handset.list(BERIT) == [
        HandsetMessage(BERIT, "Koden är 654321", later),
        HandsetMessage(BERIT, "Your code is 123456", NOON),
    ]


def test_nobody_reads_what_was_sent_to_somebody_else(handset: Handset) -> None:
    handset.add(BERIT, "Your code is 123456", NOON)
    assert handset.list(ARNE) == []


def test_what_is_attached_can_be_opened(handset: Handset) -> None:
    terms, agreement = (HandsetFile(0, f"{name}.pdf", "application/pdf", f"%PDF {name}".encode()) for name in "ta")
    handset.add("berit@example.com", "Your terms", NOON, [terms, agreement])
    handset.add("berit@example.com", "Your withdrawal", NOON)
    withdrawal, sent = handset.list("berit@example.com")
    assert withdrawal.files == ()
    assert [(file.name, file.content) for file in sent.files] == [("t.pdf", b"%PDF t"), ("a.pdf", b"%PDF a")]
    assert [handset.file(file.id) for file in sent.files] == list(sent.files)


def test_there_is_no_file_that_was_never_attached(handset: Handset) -> None:
    assert handset.file(1) is None


def test_a_message_is_not_shown_in_a_repr(handset: Handset) -> None:
    handset.add(BERIT, "Your code is 123456", NOON)
    assert "123456" not in repr(handset.list(BERIT))
    assert BERIT not in repr(handset.list(BERIT))
