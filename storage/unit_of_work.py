"""One transaction and the repositories in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from domain.ports import UnitOfWork
from storage.audit import SqlAudit
from storage.cipher import Cipher
from storage.outbox import SqlOutbox
from storage.repositories.accounts import SqlAccounts
from storage.repositories.applications import SqlApplications
from storage.repositories.calls import SqlCalls
from storage.repositories.challenges import SqlChallenges
from storage.repositories.counters import SqlCounters
from storage.repositories.offers import SqlOffers
from storage.repositories.people import SqlPeople
from storage.transactions import Database, Transaction


class SqlUnitOfWork:
    def __init__(self, transaction: Transaction, cipher: Cipher) -> None:
        self.people = SqlPeople(transaction, cipher)
        self.accounts = SqlAccounts(transaction)
        self.applications = SqlApplications(transaction)
        self.offers = SqlOffers(transaction)
        self.challenges = SqlChallenges(transaction)
        self.calls = SqlCalls(transaction)
        self.counters = SqlCounters(transaction)
        self.outbox = SqlOutbox(transaction, cipher)
        self.audit = SqlAudit(transaction)


class SqlTransactions:
    """Implements `domain.ports.Transactions`. Both raise Unavailable."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._database, self._cipher = Database(engine), cipher

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """One writer after another."""
        with self._database.writing() as transaction:
            yield SqlUnitOfWork(transaction, self._cipher)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._database.reading() as transaction:
            yield SqlUnitOfWork(transaction, self._cipher)
