"""From the settings of a start to the ledger behind the line."""

from dataclasses import dataclass

from domain.ports import Clock
from domain.services.lending import Lending
from domain.unit_of_work import Transactions
from ivr.breaker import Breaker
from ivr.config import Settings
from ivr.outbound.payex.addresses import LedgerPaths
from ivr.outbound.payex.books import RemoteBooks
from ivr.outbound.payex.client import LedgerClient, tls
from ivr.outbound.payex.signer import LedgerSigner
from ivr.outbound.payex.token import TokenFile


@dataclass(frozen=True)
class RemoteLedger:
    """`transactions`: on its mirror here."""

    client: LedgerClient
    paths: LedgerPaths
    transactions: Transactions

    @property
    def signer(self) -> LedgerSigner:
        return LedgerSigner(self.client, self.paths, self.transactions)

    def books(self, lending: Lending, clock: Clock) -> RemoteBooks:
        return RemoteBooks(self.client, self.paths, self.transactions, lending, clock)


def remote_ledger(settings: Settings, breaker: Breaker, transactions: Transactions) -> RemoteLedger | None:
    """None where the books are our own. Raises OSError where a file is no certificate."""
    if not settings.ledger_url or settings.ledger_token_file is None:
        return None
    context = tls(settings.ledger_certificate, settings.ledger_key, settings.ledger_ca)
    client = LedgerClient(settings.ledger_url, TokenFile(settings.ledger_token_file), breaker, context)
    return RemoteLedger(client, LedgerPaths(settings.ledger), transactions)
