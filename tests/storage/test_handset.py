"""The mailbox of the demo's handset."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.cipher import Cipher
from storage.handset import Handset, HandsetMessage
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


def test_a_message_is_not_shown_in_a_repr(handset: Handset) -> None:
    handset.add(BERIT, "Your code is 123456", NOON)
    assert "123456" not in repr(handset.list(BERIT))
    assert BERIT not in repr(handset.list(BERIT))
