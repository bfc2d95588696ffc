"""One transaction and the repositories in it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from domain.call_backs import CallBacks
from domain.repositories import (
    Accounts,
    Applications,
    Audit,
    Calls,
    Challenges,
    Counters,
    Documents,
    EvidenceStore,
    Idempotency,
    Offers,
    Outbox,
    People,
    SigningOrders,
)


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction: committed when its block ends well, rolled back otherwise. It sees one ledger alone."""

    ledger: int
    people: People
    accounts: Accounts
    applications: Applications
    offers: Offers
    challenges: Challenges
    calls: Calls
    counters: Counters
    outbox: Outbox
    audit: Audit
    call_backs: CallBacks
    documents: Documents
    evidence: EvidenceStore
    signing_orders: SigningOrders
    idempotency: Idempotency


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Writers one after another: no update is lost."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """For what writes nothing: it waits for no writer, and no writer for it."""
