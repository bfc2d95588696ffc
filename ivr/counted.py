"""The stores, with every failure of theirs counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.errors import Unavailable
from domain.unit_of_work import Transactions, UnitOfWork
from ivr.breaker import Breaker
from ivr.metrics import STORE_FAILURES, count
from ivr.voice.session import CallSessions, StoredSession


@dataclass(frozen=True)
class CountedTransactions:
    transactions: Transactions

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with _failures_counted("sql"), self.transactions.begin() as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with _failures_counted("sql"), self.transactions.reading() as work:
            yield work


@dataclass(frozen=True)
class CountedSessions:
    sessions: CallSessions

    def load(self, call: str) -> StoredSession | None:
        with _failures_counted("redis"):
            return self.sessions.load(call)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        with _failures_counted("redis"):
            return self.sessions.save(call, expected_version, sealed, event)


@dataclass(frozen=True)
class CountedBreaker:
    """Of the ledger: beside what it did not answer, what it was not asked while it rests."""

    breaker: Breaker

    @contextmanager
    def guarding(self) -> Iterator[None]:
        with _failures_counted("ledger"), self.breaker.guarding():
            yield


@contextmanager
def _failures_counted(store: str) -> Iterator[None]:
    try:
        yield
    except Unavailable:
        count(STORE_FAILURES, store)
        raise
