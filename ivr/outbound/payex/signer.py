"""Sign at the ledger: looked at before it is asked for, and looked at again where its answer is not an account."""

from dataclasses import dataclass

from domain.applications import ApplicationStatus
from domain.errors import Unavailable
from domain.ports import Outcome, Progress
from domain.services.onboarding import Operation
from domain.signing_orders import SigningOrder
from domain.unit_of_work import Transactions
from ivr.outbound.payex import wire
from ivr.outbound.payex.addresses import LedgerPaths
from ivr.outbound.payex.client import LedgerClient
from ivr.outbound.payex.reading import status_of

OF_STATUS = {
    ApplicationStatus.REJECTED: Outcome.REJECTED,
    ApplicationStatus.SIGNING_FAILED: Outcome.FAILED,
    ApplicationStatus.INITIALIZED_SIGNING: Outcome.PENDING,
}


@dataclass(frozen=True)
class LedgerSigner:
    """Implements `domain.ports.Signer`. Three questions at most, each within its own time."""

    client: LedgerClient
    paths: LedgerPaths
    transactions: Transactions

    def begin(self, order: SigningOrder) -> Progress:
        """Asked for once at most, and only where the operation is there. Raises Unavailable where nobody knows."""
        said = self._look(order)
        operation = said.allowed(Operation.SIGN)
        if operation is None:
            return _progress(said)
        try:
            created = self.client.sign(operation.href, order.ref)
        except Unavailable:
            return self._made_sure(order)
        return Progress(Outcome.COMPLETED, created.created_account) if created else self._refused(order)

    def outcome(self, order: SigningOrder) -> Progress:
        return _progress(self._look(order))

    def _made_sure(self, order: SigningOrder) -> Progress:
        """It may be doing it right now: that nothing is to be seen of it proves nothing."""
        progress = _progress(self._look(order))
        if progress.outcome in (Outcome.UNKNOWN, Outcome.FAILED):
            raise Unavailable("the ledger may have taken the signature, or not")
        return progress

    def _refused(self, order: SigningOrder) -> Progress:
        """Or under way."""
        progress = _progress(self._look(order))
        return Progress(Outcome.FAILED) if progress.outcome is Outcome.UNKNOWN else progress

    def _look(self, order: SigningOrder) -> wire.Application:
        with self.transactions.reading() as work:
            application = work.applications.get(order.application)
        if application is None:
            raise LookupError("an order's application is stored with it")
        return self.client.get(self.paths.application(application), wire.Application)


def _progress(said: wire.Application) -> Progress:
    """A status that is not known yet is waited for."""
    status = status_of(said)
    if status is ApplicationStatus.APPROVED:
        return Progress(Outcome.COMPLETED, said.account)
    if status is ApplicationStatus.AWAITING_SIGN:
        return Progress(Outcome.UNKNOWN if said.allowed(Operation.SIGN) else Outcome.FAILED)
    return Progress(OF_STATUS[status] if status else Outcome.PENDING)
