"""What another version has stored: read where that is one release away, and left to that version where it is not."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, update

from domain.applications import ApplicationStatus
from domain.errors import Unavailable
from domain.formats import MESSAGE, ORDER, UNVERSIONED
from domain.messages import Message
from domain.signing_orders import SigningOrder
from domain.unit_of_work import UnitOfWork
from ivr.outbound.payex import wire
from ivr.outbound.payex.mirror import Mirror
from storage import demo
from storage.cipher import Cipher
from storage.engine import writing
from storage.outbox import _context
from storage.tables import outbox as rows
from storage.tables import signing_orders
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line
from tests.outbound.payex.ledger import APPLICATION
from tests.storage.test_lending import AGREEMENT, READY
from tests.storage.test_outbox import A_DAY, BERIT, TO_BERIT, Outbox, Provider

NEXT_BUT_ONE = MESSAGE.written + 2


@pytest.fixture
def outbox(seeded: Engine, cipher: Cipher) -> Outbox:
    found = Outbox(seeded, cipher, Provider())
    found.add(TO_BERIT)
    return found


def written_in(outbox: Outbox, version: int, message: Message = TO_BERIT, **added: str) -> None:
    """As if a release of that version had kept the message, with what it has `added` to the body."""
    with writing(outbox.engine).begin() as connection:
        body = connection.execute(select(rows.c.body)).scalar_one()
        plain = json.loads(outbox.cipher.open(body, _context(message.dedupe)))
        sealed = outbox.cipher.seal(json.dumps(plain | added).encode(), _context(message.dedupe))
        connection.execute(update(rows).values(body=sealed, version=version))


@pytest.mark.parametrize("version", [UNVERSIONED, MESSAGE.oldest, MESSAGE.written])
def test_a_message_of_the_last_release_leaves(outbox: Outbox, version: int) -> None:
    written_in(outbox, version)
    outbox.deliver()
    assert outbox.provider.taken == [(BERIT, TO_BERIT)]


def test_a_message_of_the_next_release_leaves_without_what_that_has_added(outbox: Outbox) -> None:
    written_in(outbox, MESSAGE.newest, sent_as="a voice message")
    outbox.deliver()
    assert outbox.provider.taken == [(BERIT, TO_BERIT)]


def test_a_message_that_only_a_newer_worker_reads_waits_for_it_unchanged(outbox: Outbox) -> None:
    """Neither tried nor given up nor erased, however late it is."""
    written_in(outbox, NEXT_BUT_ONE)
    before = outbox.rows()
    assert [outbox.deliver(), outbox.deliver(NOON + 30 * A_DAY)] == [0, 0]
    assert (outbox.rows(), outbox.provider.taken) == (before, [])
    written_in(outbox, MESSAGE.newest)
    assert outbox.deliver() == 1


def test_it_keeps_no_other_message_waiting(outbox: Outbox) -> None:
    written_in(outbox, NEXT_BUT_ONE)
    outbox.add(Message("text:other", BERIT.ref, "en-GB", "text-code", {"code": "654321"}, NOON))
    assert outbox.deliver() == 1


@pytest.fixture
def work(seeded: Engine, cipher: Cipher) -> SqlTransactions:
    transactions = SqlTransactions(seeded, cipher, demo.LEDGER)
    with transactions.begin() as work:
        ordered(work)
    return transactions


ORDERED = SigningOrder("order", READY.ref, AGREEMENT.hash, "a client", NOON)


def ordered(work: UnitOfWork) -> None:
    work.documents.add(AGREEMENT.document)
    work.signing_orders.add(ORDERED)


def order_is_of(engine: Engine, version: int) -> None:
    with writing(engine).begin() as connection:
        connection.execute(update(signing_orders).values(version=version))


@pytest.mark.parametrize("version", [UNVERSIONED, ORDER.oldest, ORDER.written, ORDER.newest])
def test_an_order_of_a_release_before_or_after_is_ended(work: SqlTransactions, seeded: Engine, version: int) -> None:
    order_is_of(seeded, version)
    with work.reading() as found:
        assert list(found.signing_orders.open(NOON)) == [ORDERED]


def test_an_order_that_only_a_newer_version_reads_is_left_to_it_and_not_taken_for_none(
    work: SqlTransactions, seeded: Engine
) -> None:
    order_is_of(seeded, ORDER.newest + 1)
    with work.reading() as found:
        assert not found.signing_orders.open(NOON)
        with pytest.raises(Unavailable):
            found.signing_orders.of_application(READY.ref)
    order_is_of(seeded, ORDER.newest)
    with work.reading() as found:
        assert found.signing_orders.of_application(READY.ref) == ORDERED


def test_an_order_that_only_a_newer_version_reads_stops_no_page_of_a_remote_ledger(
    work: SqlTransactions, seeded: Engine, sql_line: Line
) -> None:
    """What is being signed is left alone, and what stands beside it is kept."""
    order_is_of(seeded, ORDER.newest + 1)
    refused = replace(READY, ref="beside it")
    with work.begin() as found:
        found.applications.add(refused, "a client")
        mirror = Mirror(found, sql_line.lending, NOON)
        for one in (READY, refused):
            said = wire.Application.model_validate(APPLICATION | {"@id": one.ref, "status": "Rejected"})
            mirror.keep_application(said, one.profile, {})
        kept = [found.applications.get(one.ref) for one in (READY, refused)]
    assert [one and one.status for one in kept] == [READY.status, ApplicationStatus.REJECTED]
