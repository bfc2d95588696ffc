"""The composition root: the only place, beside the commands, where the ports meet what makes them real."""

from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from flask import Blueprint

from domain.books import OwnTables
from domain.services.answering import Desk
from domain.unit_of_work import Transactions
from domain.verification import VerificationLimits
from ivr import health, metrics_page
from ivr.api import journey_routes, page
from ivr.api import routes as operations
from ivr.api.journey_office import JourneyOffice
from ivr.api.office import Office
from ivr.api.rates import RequestRate
from ivr.api.tokens import Tokens
from ivr.config import Settings
from ivr.counted import CountedSessions, CountedTransactions
from ivr.database_clock import TimedCodes
from ivr.dialogue.context import Reason
from ivr.dialogue.voice import Queue
from ivr.limits_reached import LimitReports
from ivr.metrics import TRANSFERS, begin
from ivr.parts import Parts, lending, parts, remote_of
from ivr.phone import routes
from ivr.voice import webhooks
from ivr.voice.kept import KeptSessions
from ivr.voice.recovery import Recovery
from ivr.voice.signature import signature_check, twilio_scheme
from ivr.voice.tokens import Codec
from ivr.voice.turns import Turns
from ivr.voice.webhooks import Line
from ivr.wiring_demo import seed_demo
from ivr.wiring_seen import Seen, gauges, seen
from storage import embedded
from storage.breaker import Breaker
from storage.call_sessions import WAIT_SECONDS
from storage.cipher import StoredCodes
from storage.handset import Handset
from storage.redis_client import open_client
from storage.unit_of_work import SqlTransactions

if TYPE_CHECKING:
    pass

__all__ = ["Parts", "api_blueprints", "blueprints", "lending", "line", "parts", "seed_demo", "seen"]


def blueprints(settings: Settings, shared: Parts, found: Seen) -> list[Blueprint]:
    """The routes of the line and of its operators, and in a demo those of its handset."""
    every = [
        health.blueprint(found.ready),
        metrics_page.blueprint(gauges(shared.clock, found)),
        webhooks.blueprint(line(settings, shared)),
    ]
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

    redis = open_client(embedded.address(settings.redis_url, settings.data_dir), WAIT_SECONDS)
    rate = RequestRate(settings.api_requests_per_minute, redis, Breaker())
    office = Office(transactions, partial(lending, settings, shared), shared.clock, settings.public_url)
    journey_office = JourneyOffice(cache(desk), Tokens.of(settings), settings.public_url)
    return [
        page.blueprint(),
        operations.blueprint(office, Tokens.of(settings), rate),
        journey_routes.blueprint(journey_office, rate),
    ]


def line(settings: Settings, shared: Parts) -> Line:
    """What the webhooks stand on."""
    begin(TRANSFERS, *Reason)
    transactions = SqlTransactions(shared.engine, shared.cipher, settings.ledger)
    desk = _desk(settings, shared, CountedTransactions(transactions), settings.ledger)
    recovery = Recovery(desk, shared.clock)
    kept = KeptSessions(CountedSessions(shared.sessions), Codec(shared.cipher), recovery)
    return Line(
        doubt=signature_check(
            twilio_scheme(settings.public_url, settings.twilio_auth_tokens, settings.twilio_shared_keys)
        ),
        account_sid=settings.twilio_account_sid,
        turns=Turns(kept, desk, shared.clock),
        call_refs=shared.cipher.call_refs,
        public_url=settings.public_url,
        targets={Queue.GENERAL: settings.agents_general, Queue.SPECIALIST: settings.agents_specialist},
        languages=settings.languages,
        own_number=settings.own_number,
    )


def _desk(settings: Settings, shared: Parts, transactions: Transactions, ledger: int) -> Desk:
    limits = VerificationLimits(
        wrong_codes_per_call=settings.wrong_codes_per_call,
        wrong_codes_per_code=settings.wrong_codes_per_code,
        wrong_codes_per_person=settings.wrong_codes_per_person,
        wrong_codes_per_caller=settings.wrong_codes_per_caller,
        wrong_codes_withheld=settings.wrong_codes_withheld,
        wrong_codes_per_client=settings.wrong_codes_per_client,
        wrong_codes_alarm=settings.wrong_codes_alarm,
        starts_per_call=settings.starts_per_call,
        starts_per_caller=settings.starts_per_caller,
        starts_per_identifier=settings.starts_per_identifier,
        codes_per_person=settings.codes_per_person,
        codes_from_record=settings.codes_from_record,
        codes_in_all=settings.codes_in_all,
        signing_codes_per_person=settings.signing_codes_per_person,
        signing_codes_in_all=settings.signing_codes_in_all,
        texts_per_person=settings.texts_per_person,
        texts_in_all=settings.texts_in_all,
        links_per_caller=settings.links_per_caller,
        links_in_all=settings.links_in_all,
        call_backs_per_caller=settings.call_backs_per_caller,
        call_backs_in_all=settings.call_backs_in_all,
        code_lifetime=timedelta(minutes=settings.code_minutes),
        resend_after=timedelta(seconds=settings.resend_seconds),
    )
    codes = TimedCodes(StoredCodes(shared.cipher), shared.database_clock)
    ours, remote = lending(settings, shared, ledger), remote_of(settings, shared, ledger)
    books = remote.books(ours, shared.clock) if remote else OwnTables()
    return Desk(transactions, shared.clock, codes, shared.cipher, limits, ours, books, LimitReports())
