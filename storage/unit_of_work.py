"""One transaction and the repositories in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Self

from sqlalchemy import Engine

from domain.unit_of_work import UnitOfWork
from storage.audit import SqlAudit
from storage.cipher import Cipher
from storage.outbox import SqlOutbox
from storage.repositories.accounts import SqlAccounts
from storage.repositories.applications import SqlApplications
from storage.repositories.call_backs import SqlCallBacks
from storage.repositories.calls import SqlCalls
from storage.repositories.challenges import SqlChallenges
from storage.repositories.counters import SqlCounters
from storage.repositories.documents import SqlDocuments
from storage.repositories.evidence import SqlEvidence
from storage.repositories.idempotency import SqlIdempotency
from storage.repositories.offers import SqlOffers
from storage.repositories.people import SqlPeople
from storage.repositories.signing_orders import SqlSigningOrders
from storage.transactions import Database, Transaction


def unit_of_work(transaction: Transaction, cipher: Cipher, ledger: int) -> UnitOfWork:
    return UnitOfWork(
        ledger=ledger,
        people=SqlPeople(transaction, cipher, ledger),
        accounts=SqlAccounts(transaction, ledger),
        applications=SqlApplications(transaction, cipher, ledger),
        offers=SqlOffers(transaction, ledger),
        challenges=SqlChallenges(transaction),
        calls=SqlCalls(transaction),
        counters=SqlCounters(transaction),
        outbox=SqlOutbox(transaction, cipher),
        audit=SqlAudit(transaction),
        call_backs=SqlCallBacks(transaction, cipher, ledger),
        documents=SqlDocuments(transaction),
        evidence=SqlEvidence(transaction, ledger),
        signing_orders=SqlSigningOrders(transaction, ledger),
        idempotency=SqlIdempotency(transaction, cipher, ledger),
    )


class SqlTransactions:
    """Implements `domain.ports.Transactions`, for one ledger. Both raise Unavailable."""

    def __init__(self, engine: Engine, cipher: Cipher, ledger: int) -> None:
        self._database, self._cipher, self._ledger = Database(engine), cipher, ledger

    def of_ledger(self, ledger: int) -> Self:
        """The same for another one."""
        others = copy(self)
        others._ledger = ledger
        return others

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """One writer after another."""
        with self._database.writing() as transaction:
            yield unit_of_work(transaction, self._cipher, self._ledger)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._database.reading() as transaction:
            yield unit_of_work(transaction, self._cipher, self._ledger)
