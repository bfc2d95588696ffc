"""The stores, with every failure of theirs counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.errors import Unavailable
from domain.ports import Transactions, UnitOfWork
from ivr.metrics import STORE_FAILURES, count
from ivr.voice.session import CallSessions, StoredSession


@dataclass(frozen=True)
class CountedTransactions:
    transactions: Transactions

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        try:
            with self.transactions.begin() as work:
                yield work
        except Unavailable:
            count(STORE_FAILURES, "sql")
            raise


@dataclass(frozen=True)
class CountedSessions:
    sessions: CallSessions

    def load(self, call: str) -> StoredSession | None:
        try:
            return self.sessions.load(call)
        except Unavailable:
            count(STORE_FAILURES, "redis")
            raise

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        try:
            return self.sessions.save(call, expected_version, sealed, event)
        except Unavailable:
            count(STORE_FAILURES, "redis")
            raise
