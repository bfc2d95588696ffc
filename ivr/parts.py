"""What every process of one service stands on, without the web."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from domain.ports import Clock
from domain.services.lending import Lending
from domain.unit_of_work import Transactions
from ivr.clock import SystemClock
from ivr.clock_watch import ClockWatch
from ivr.config import Settings
from ivr.counted import CountedBreaker
from ivr.database_clock import DatabaseClock
from ivr.voice.wordings import SpokenWordings
from storage import embedded
from storage.breaker import Breaker
from storage.call_sessions import CallSessions, open_sessions
from storage.cipher import Cipher
from storage.engine import ahead_of_database, open_engine
from storage.numbers import KeyedNumbers
from storage.open_codes import void_codes
from storage.unit_of_work import SqlTransactions

if TYPE_CHECKING:
    from ivr.outbound.payex.connecting import RemoteLedger


@dataclass(frozen=True)
class Parts:
    """What every process of one service stands on."""

    engine: Engine
    cipher: Cipher
    sessions: CallSessions
    clock: Clock
    clock_watch: ClockWatch
    database_clock: DatabaseClock
    remote: "RemoteLedger | None" = None


def parts(settings: Settings) -> Parts:
    engine = open_engine(settings.database_url)
    cipher = Cipher([key.hex() for key in settings.secret_keys])
    clock = SystemClock(settings.timezone, settings.clock)
    return Parts(
        engine=engine,
        cipher=cipher,
        sessions=open_sessions(embedded.address(settings.redis_url, settings.data_dir)),
        clock=clock,
        clock_watch=ClockWatch(partial(void_codes, engine), clock.now),
        database_clock=DatabaseClock(partial(ahead_of_database, engine)),
        remote=_remote(settings, SqlTransactions(engine, cipher, settings.ledger)) if settings.ledger_url else None,
    )


def _remote(settings: Settings, transactions: Transactions) -> "RemoteLedger | None":
    from ivr.outbound.payex.connecting import remote_ledger  # noqa: PLC0415 - its client is for who has one

    return remote_ledger(settings, CountedBreaker(Breaker()), transactions)


def remote_of(settings: Settings, shared: Parts, ledger: int) -> "RemoteLedger | None":
    """The line's ledger may be kept elsewhere; others are our own."""
    return shared.remote if ledger == settings.ledger else None


def lending(settings: Settings, shared: Parts, ledger: int) -> Lending:
    remote = remote_of(settings, shared, ledger)
    takes_keys = settings.mode == "demo" or settings.allow_keyed_signing
    return Lending(
        settings.lender,
        KeyedNumbers(shared.cipher),
        SpokenWordings(),
        ledger=remote.signer if remote else None,
        takes_keys=takes_keys,
        payment_account=settings.payment_account,
        apply_url=settings.apply_url,
        reach=settings.reach,
        timezone=settings.timezone,
    )
