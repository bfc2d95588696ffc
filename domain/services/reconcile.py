"""Finish what a slow signer was asked for: what it has completed, and what a crash left on the way to it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.agreements import Agreement
from domain.applications import Application, ApplicationStatus
from domain.errors import Unavailable
from domain.evidence import SIGNING_SCOPE, TokenProof
from domain.ports import Clock, Outcome, Signer
from domain.repositories import SigningOrder
from domain.services.lending import Lending
from domain.services.opening import Opened, Signing
from domain.unit_of_work import Transactions, UnitOfWork

SYSTEM = "system"
SETTLES_WITHIN = timedelta(seconds=5)
"""Whoever stored an order tells its signer right after; so much later nobody will."""


@dataclass(frozen=True)
class Reconciler:
    """Of one ledger. What no order of ours stands behind is left alone."""

    transactions: Transactions
    lending: Lending
    clock: Clock

    def run(self) -> int:
        """How many orders came to their end. Raises Unavailable once the others are looked at."""
        if self.lending.signer is None:
            return 0
        with self.transactions.reading() as work:
            orders = work.signing_orders.open(self.clock.now() - SETTLES_WITHIN)
        ended, faults = 0, []
        for order in orders:
            try:
                ended += self._settle(order, self.lending.signer)
            except Unavailable as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        return ended

    def _settle(self, order: SigningOrder, signer: Signer) -> bool:
        """Whether it came to its end. The signer is asked outside of any transaction."""
        match signer.outcome(order.ref):
            case Outcome.UNKNOWN:
                signer.begin(order.ref, order.agreement)
            case Outcome.COMPLETED:
                return self._end(order, is_signed=True)
            case Outcome.FAILED:
                return self._end(order, is_signed=False)
        return False

    def _end(self, order: SigningOrder, *, is_signed: bool) -> bool:
        with self.transactions.begin() as work:
            application = work.applications.get(order.application)
            if application and application.status is ApplicationStatus.INITIALIZED_SIGNING:
                self._decide(work, order, application, is_signed=is_signed)
            work.signing_orders.close(order.ref)
        return True

    def _decide(self, work: UnitOfWork, order: SigningOrder, application: Application, *, is_signed: bool) -> None:
        if not (is_signed and self._is_opened(work, order, application)):
            failed = application.moved_to(ApplicationStatus.SIGNING_FAILED)
            work.applications.change(application, failed, SYSTEM, self.clock.now())

    def _is_opened(self, work: UnitOfWork, order: SigningOrder, application: Application) -> bool:
        document = work.documents.get(order.agreement)
        if document is None:
            raise LookupError("an order's agreement is stored with it")
        return isinstance(
            Signing(
                work=work,
                lending=self.lending,
                application=application,
                agreement=Agreement.read(document.content),
                proof=TokenProof(order.subject, frozenset({SIGNING_SCOPE})),
                now=self.clock.now(),
                today=self.clock.today(),
                order=order.ref,
            ).open(),
            Opened,
        )
