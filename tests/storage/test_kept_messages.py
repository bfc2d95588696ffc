"""What an operator does about messages that nobody has taken, on either database and beside a worker."""

import pytest
from sqlalchemy import Engine

from domain.errors import AnswerLost, MessageRefused
from storage.kept_messages import KeptMessage, KeptMessages
from storage.outbox import DROPPED, REFUSED, SENT, UNKNOWN, backlog
from storage.transactions import Database
from tests.domain.line import NOON, SettableClock
from tests.storage.test_outbox import outbox
from tests.storage.test_outbox_outcomes import CODE, MAIL, Worker, worker

__all__ = ["outbox", "worker"]


@pytest.fixture
def kept(seeded: Engine) -> KeptMessages:
    return KeptMessages(Database(seeded))


def test_what_was_refused_is_kept_sent_again_and_then_gone(worker: Worker, kept: KeptMessages) -> None:
    worker.outbox.add(MAIL)
    worker.works(MessageRefused("with 550"))
    assert kept.list(NOON) == [KeptMessage(1, "mail-signed", NOON, 1, None, REFUSED, "with 550")]
    assert backlog(worker.outbox.engine, NOON).kept == 1
    assert kept.retry(1, NOON)
    worker.works()
    assert (worker.sent, worker.outcome, kept.list(NOON)) == ([MAIL], SENT, [])
    assert backlog(worker.outbox.engine, NOON).kept == 0


@pytest.mark.parametrize("fault", [None, AnswerLost("no answer")], ids=["taken", "lost again"])
def test_a_person_may_have_one_more_copy_sent_of_what_is_unknown(
    worker: Worker, kept: KeptMessages, fault: Exception | None
) -> None:
    worker.outbox.add(MAIL)
    worker.works_until_nothing_is_due(AnswerLost("no answer"))
    assert worker.outbox.rows()[0][2:] == (2, UNKNOWN)
    assert kept.retry(1, worker.clock.now())
    worker.works_until_nothing_is_due(fault)
    assert worker.outbox.rows()[0][1:] == (None, 3, UNKNOWN if fault else SENT)
    assert worker.sent == ([] if fault else [MAIL])


def test_what_is_dropped_is_erased(worker: Worker, kept: KeptMessages) -> None:
    worker.outbox.add(MAIL)
    assert kept.drop(1, "somebody", NOON)
    assert (worker.outcome, worker.due, worker.keeps_body) == (DROPPED, None, False)
    assert not kept.retry(1, NOON)


def test_a_code_is_never_sent_again(worker: Worker, kept: KeptMessages, clock: SettableClock) -> None:
    worker.outbox.add(CODE)
    assert not kept.retry(1, clock.now())
