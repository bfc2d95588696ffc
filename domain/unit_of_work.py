"""One transaction and the repositories in it."""

from contextlib import AbstractContextManager
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


class UnitOfWork(Protocol):
    """One transaction: committed when its block ends well, rolled back otherwise. It sees one ledger alone."""

    @property
    def ledger(self) -> int: ...

    @property
    def people(self) -> People: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def applications(self) -> Applications: ...

    @property
    def offers(self) -> Offers: ...

    @property
    def challenges(self) -> Challenges: ...

    @property
    def calls(self) -> Calls: ...

    @property
    def counters(self) -> Counters: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def call_backs(self) -> CallBacks: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def evidence(self) -> EvidenceStore: ...

    @property
    def signing_orders(self) -> SigningOrders: ...

    @property
    def idempotency(self) -> Idempotency: ...


class Transactions(Protocol):
    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Writers one after another: no update is lost."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """For what writes nothing: it waits for no writer, and no writer for it."""
