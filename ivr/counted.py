"""The stores, with every failure of theirs counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.errors import Unavailable, WrongClock
from domain.unit_of_work import Transactions, UnitOfWork
from ivr.breaker import Breaker
from ivr.metrics import STORE_FAILURES, begin, count
from ivr.voice.session import CallSessions, StoredSession


@dataclass(frozen=True)
class Failures:
    """A block that asks `store`: where it does not answer, that is counted."""

    store: str

    def begin(self) -> None:
        begin(STORE_FAILURES, self.store)

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: object) -> None:
        if kind and issubclass(kind, Unavailable) and not issubclass(kind, WrongClock):
            count(STORE_FAILURES, self.store)


OF_SQL, OF_REDIS, OF_LEDGER = Failures("sql"), Failures("redis"), Failures("ledger")


@dataclass(frozen=True)
class CountedTransactions:
    transactions: Transactions

    def __post_init__(self) -> None:
        OF_SQL.begin()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with OF_SQL, self.transactions.begin() as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with OF_SQL, self.transactions.reading() as work:
            yield work


@dataclass(frozen=True)
class CountedSessions:
    sessions: CallSessions

    def __post_init__(self) -> None:
        OF_REDIS.begin()

    def load(self, call: str) -> StoredSession | None:
        with OF_REDIS:
            return self.sessions.load(call)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        with OF_REDIS:
            return self.sessions.save(call, expected_version, sealed, event)

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        with OF_REDIS:
            return self.sessions.advance(call, start, sealed, event)


@dataclass(frozen=True)
class CountedBreaker:
    """A breaker of the ledger that counts what it did not answer, and what it was not asked while it rests."""

    breaker: Breaker

    def __post_init__(self) -> None:
        OF_LEDGER.begin()

    @contextmanager
    def guarding(self) -> Iterator[None]:
        with OF_LEDGER, self.breaker.guarding():
            yield
