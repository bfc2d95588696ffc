"""The background worker, wired: what it does again and again, on which stores."""

import time
from threading import Event, Thread

from domain.documents import Document
from domain.services.reconcile import Reconciler
from ivr.config import Settings
from ivr.parts import Parts, lending, parts
from ivr.tasks import Seldom, Tasks, repeat
from ivr.voice.call_log import CallLog
from ivr.voice.tokens import Codec
from ivr.wiring_messages import lanes
from storage.delivery import Send, WasTaken
from storage.event_log import drain
from storage.handset import Handset
from storage.repositories.signing_orders import ledgers_with_orders
from storage.retention import Retention
from storage.unit_of_work import SqlTransactions

LAST_WORDS = 5.0  # seconds for what is being said to somebody outside at the end
MIRRORED_EVERY = 30.0  # seconds


def run_worker(settings: Settings, stop: Event) -> None:
    """Deliver messages, drain the event log, forget what is old, until `stop` is set.

    Each lane of messages, what is asked outside and what is forgotten have threads of their own: what is slow keeps no
    code waiting.
    """
    shared = parts(settings)
    send, was_taken = _sending(settings, shared)
    retention = Retention(shared.engine)
    log = CallLog(Codec(shared.cipher))

    tasks: Tasks = {
        "event-log": lambda: drain(shared.sessions, shared.engine, log.line),
    }
    forgetting: Tasks = {"retention": lambda: retention.forget_old(shared.clock.now())}
    watching: Tasks = {"clock": shared.clock_watch.look}
    every = (*lanes(shared, send, was_taken), forgetting, watching, _outside(settings, shared))
    aside = [Thread(target=repeat, args=(each, stop), daemon=True) for each in every]
    for thread in aside:
        thread.start()
    repeat(tasks, stop)
    ends_at = time.monotonic() + LAST_WORDS
    for thread in aside:
        thread.join(max(0.0, ends_at - time.monotonic()))
    if shared.remote:
        shared.remote.client.close()


def _outside(settings: Settings, shared: Parts) -> Tasks:
    signing: Tasks = {"signing": lambda: _reconcile(settings, shared)}
    if shared.remote is None:
        return signing
    books = shared.remote.books(lending(settings, shared, settings.ledger), shared.clock)
    return {**signing, "ledger": Seldom(books.catch_up, MIRRORED_EVERY)}


def _reconcile(settings: Settings, shared: Parts) -> None:
    """Look at the open orders of every ledger, as tokens are for any."""
    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)
    for ledger in ledgers_with_orders(shared.engine):
        Reconciler(transactions.of_ledger(ledger), lending(settings, shared, ledger), shared.clock).run()


def _sending(settings: Settings, shared: Parts) -> tuple[Send, WasTaken | None]:
    from ivr.outbound.sending import sending, text_lookup  # noqa: PLC0415 - takes long, and only a worker sends messages

    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)

    def document(sha256: str) -> Document | None:
        with transactions.reading() as work:
            return work.documents.get(sha256)

    send = sending(settings, Handset(shared.engine, shared.cipher), shared.clock, document)
    return send, text_lookup(settings)
