"""The composition root: the only place, beside the commands, where the ports meet what makes them real."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from flask import Blueprint
from sqlalchemy import Engine

from domain.books import OwnTables
from domain.documents import Document
from domain.messages import Channel
from domain.ports import Clock
from domain.services.answering import Desk
from domain.services.lending import Lending
from domain.services.reconcile import Reconciler
from domain.unit_of_work import Transactions
from domain.verification import VerificationLimits
from ivr import metrics
from ivr.api import journey_routes, page
from ivr.api import routes as operations
from ivr.api.journey_office import JourneyOffice
from ivr.api.office import Office
from ivr.api.rates import RequestRate
from ivr.api.tokens import Tokens
from ivr.clock import SystemClock
from ivr.config import Settings
from ivr.counted import CountedBreaker, CountedSessions, CountedTransactions
from ivr.dialogue.voice import Queue
from ivr.metrics import Gauge
from ivr.phone import routes
from ivr.tasks import Seldom, Tasks, repeat
from ivr.voice import webhooks
from ivr.voice.recovery import Recovery
from ivr.voice.session import Codec
from ivr.voice.signature import genuine, twilio_scheme
from ivr.voice.turns import Turns
from ivr.voice.webhooks import Line
from ivr.voice.wordings import SpokenWordings
from storage import embedded, seeding
from storage.breaker import Breaker
from storage.call_sessions import CallSessions, open_sessions
from storage.cipher import Cipher, StoredCodes
from storage.delivery import Send, deliver_due
from storage.engine import open_engine
from storage.event_log import drain
from storage.handset import Handset
from storage.numbers import KeyedNumbers
from storage.outbox import backlog
from storage.repositories.signing_orders import ledgers_with_orders
from storage.retention import Retention
from storage.unit_of_work import SqlTransactions

if TYPE_CHECKING:
    from ivr.outbound.payex.connecting import RemoteLedger

LAST_WORDS = 5.0  # seconds for what is being said to somebody outside at the end
MIRRORED_EVERY = 30.0  # seconds


@dataclass(frozen=True)
class Parts:
    """What every process of one service stands on."""

    engine: Engine
    cipher: Cipher
    sessions: CallSessions
    clock: Clock
    remote: "RemoteLedger | None" = None


def parts(settings: Settings) -> Parts:
    engine = open_engine(settings.database_url)
    cipher = Cipher([key.hex() for key in settings.secret_keys])
    return Parts(
        engine=engine,
        cipher=cipher,
        sessions=open_sessions(embedded.address(settings.redis_url, settings.data_dir)),
        clock=SystemClock(settings.timezone, settings.clock),
        remote=_remote(settings, SqlTransactions(engine, cipher, settings.ledger)) if settings.ledger_url else None,
    )


def _remote(settings: Settings, transactions: Transactions) -> "RemoteLedger | None":
    from ivr.outbound.payex.connecting import remote_ledger  # noqa: PLC0415 - its client is for who has one

    return remote_ledger(settings, CountedBreaker(Breaker()), transactions)


def blueprints(settings: Settings, shared: Parts) -> list[Blueprint]:
    """The routes of the line, and in a demo those of its handset."""
    every = [metrics.blueprint(_gauges(shared)), webhooks.blueprint(line(settings, shared))]
    if settings.mode == "production":
        return every
    return [*every, routes.blueprint(Handset(shared.engine, shared.cipher))]


def api_blueprints(settings: Settings, shared: Parts) -> list[Blueprint]:
    """The routes of the API, and of the page that describes it."""

    @cache
    def transactions(ledger: int) -> Transactions:
        return CountedTransactions(SqlTransactions(shared.engine, shared.cipher, ledger))

    def desk(ledger: int) -> Desk:
        return _desk(settings, shared, transactions(ledger), ledger)

    redis = embedded.address(settings.redis_url, settings.data_dir)
    rate = RequestRate(settings.api_requests_per_minute, redis, Breaker())
    office = Office(transactions, partial(lending, settings, shared), shared.clock, settings.public_url)
    journey_office = JourneyOffice(cache(desk), Tokens.of(settings), settings.public_url)
    return [
        page.blueprint(),
        operations.blueprint(office, Tokens.of(settings), rate),
        journey_routes.blueprint(journey_office, rate),
    ]


def run_worker(settings: Settings, stop: Event) -> None:
    """Deliver messages, drain the event log, forget what is old, until `stop` is set.

    E-mails and what is asked outside have threads of their own: a server that is slow keeps no code waiting.
    """
    shared = parts(settings)
    send = _send(settings, shared)
    retention = Retention(shared.engine)

    def deliver(channel: Channel) -> int:
        return deliver_due(shared.engine, shared.cipher, send, shared.clock.now(), [channel])

    tasks: Tasks = {
        "messages": lambda: deliver(Channel.TEXT),
        "event-log": lambda: drain(shared.sessions, shared.engine),
        "retention": lambda: retention.forget_old(shared.clock.now()),
    }
    mails: Tasks = {"e-mails": lambda: deliver(Channel.EMAIL)}
    aside = [Thread(target=repeat, args=(each, stop), daemon=True) for each in (mails, _outside(settings, shared))]
    for thread in aside:
        thread.start()
    repeat(tasks, stop)
    for thread in aside:
        thread.join(LAST_WORDS)
    if shared.remote:
        shared.remote.client.close()


def _outside(settings: Settings, shared: Parts) -> Tasks:
    signing: Tasks = {"signing": lambda: _reconcile(settings, shared)}
    if shared.remote is None:
        return signing
    books = shared.remote.books(lending(settings, shared, settings.ledger), shared.clock)
    return {**signing, "ledger": Seldom(books.catch_up, MIRRORED_EVERY)}


def seed_demo(settings: Settings, *, fresh: bool) -> None:
    """`fresh` restores people and dates, and clears counters, sessions and messages."""
    shared = parts(settings)
    seeding.seed(shared.engine, shared.cipher, shared.clock.now(), fresh=fresh)
    if fresh:
        shared.sessions.clear()


def line(settings: Settings, shared: Parts) -> Line:
    """What the webhooks stand on."""
    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)
    desk = _desk(settings, shared, CountedTransactions(transactions), settings.ledger)
    recovery = Recovery(desk, shared.clock, settings.languages)
    sessions = CountedSessions(shared.sessions)
    return Line(
        is_genuine=genuine(
            twilio_scheme(settings.public_url, settings.twilio_auth_tokens), settings.twilio_account_sid
        ),
        turns=Turns(sessions, Codec(shared.cipher), shared.cipher, desk, shared.clock, recovery),
        call_ref=shared.cipher.call_ref,
        public_url=settings.public_url,
        targets={Queue.GENERAL: settings.agents_general, Queue.SPECIALIST: settings.agents_specialist},
        languages=settings.languages,
    )


def _gauges(shared: Parts) -> tuple[Gauge, ...]:
    def oldest_message() -> float:
        now = shared.clock.now()
        oldest = backlog(shared.engine, now).oldest
        return (now - oldest).total_seconds() if oldest else 0

    def waiting_messages() -> int:
        return backlog(shared.engine, shared.clock.now()).waiting

    return (
        Gauge("creditline_outbox_waiting", "Messages to be handed over.", waiting_messages),
        Gauge("creditline_outbox_oldest_seconds", "How long the oldest of them has waited.", oldest_message),
        Gauge("creditline_event_log_waiting", "Events of calls to be drained to SQL.", shared.sessions.backlog),
    )


def _desk(settings: Settings, shared: Parts, transactions: Transactions, ledger: int) -> Desk:
    limits = VerificationLimits(
        wrong_codes_per_call=settings.wrong_codes_per_call,
        wrong_codes_per_code=settings.wrong_codes_per_code,
        wrong_codes_per_person=settings.wrong_codes_per_person,
        starts_per_call=settings.starts_per_call,
        starts_per_caller=settings.starts_per_caller,
        starts_per_identifier=settings.starts_per_identifier,
        messages_per_person=settings.messages_per_person,
        messages_in_all=settings.messages_in_all,
        call_backs_per_caller=settings.call_backs_per_caller,
        call_backs_in_all=settings.call_backs_in_all,
        code_lifetime=timedelta(minutes=settings.code_minutes),
        resend_after=timedelta(seconds=settings.resend_seconds),
    )
    codes = StoredCodes(shared.cipher)
    ours, remote = lending(settings, shared, ledger), _remote_of(settings, shared, ledger)
    books = remote.books(ours, shared.clock) if remote else OwnTables()
    return Desk(transactions, shared.clock, codes, shared.cipher, limits, ours, books)


def _remote_of(settings: Settings, shared: Parts, ledger: int) -> "RemoteLedger | None":
    """The line's ledger may be kept elsewhere; others are our own."""
    return shared.remote if ledger == settings.ledger else None


def _reconcile(settings: Settings, shared: Parts) -> None:
    """Of every ledger, as tokens are for any."""
    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)
    for ledger in ledgers_with_orders(shared.engine):
        Reconciler(transactions.of_ledger(ledger), lending(settings, shared, ledger), shared.clock).run()


def lending(settings: Settings, shared: Parts, ledger: int) -> Lending:
    remote = _remote_of(settings, shared, ledger)
    takes_keys = settings.mode == "demo" or settings.allow_keyed_signing
    return Lending(
        settings.lender,
        KeyedNumbers(shared.cipher),
        SpokenWordings(),
        ledger=remote.signer if remote else None,
        takes_keys=takes_keys,
        payment_account=settings.payment_account,
        apply_url=settings.apply_url,
    )


def _send(settings: Settings, shared: Parts) -> Send:
    from ivr.outbound.sending import sending  # noqa: PLC0415 - takes long, and only a worker sends messages

    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)

    def document(sha256: str) -> Document | None:
        with transactions.reading() as work:
            return work.documents.get(sha256)

    return sending(settings, Handset(shared.engine, shared.cipher), shared.clock, document)
