"""One transaction and the repositories in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from domain.ports import UnitOfWork
from storage.audit import SqlAudit
from storage.cipher import Cipher
from storage.engine import translated, writing
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
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        transaction = Transaction(connection.dialect, connection.connection.cursor())
        self.people = SqlPeople(connection, cipher)
        self.accounts = SqlAccounts(transaction)
        self.applications = SqlApplications(transaction)
        self.offers = SqlOffers(transaction)
        self.challenges = SqlChallenges(transaction)
        self.calls = SqlCalls(transaction)
        self.counters = SqlCounters(transaction)
        self.outbox = SqlOutbox(connection, cipher)
        self.audit = SqlAudit(transaction)


class SqlTransactions:
    """Implements `domain.ports.Transactions`."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._reading, self._writing = engine, writing(engine)
        self._database = Database(engine)
        self._cipher = cipher

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """Raises Unavailable, also where the commit does not come through."""
        with translated(), self._database.errors_translated(), self._writing.begin() as connection:
            yield SqlUnitOfWork(connection, self._cipher)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Raises Unavailable."""
        with translated(), self._database.errors_translated(), self._reading.begin() as connection:
            yield SqlUnitOfWork(connection, self._cipher)
