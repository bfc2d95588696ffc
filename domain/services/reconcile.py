"""Finish what somebody outside was asked to sign: what is completed there, and what a crash left on the way to it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.errors import Unavailable
from domain.ports import Clock, Outcome, Signer
from domain.services.lending import Lending
from domain.services.settling import Settlement
from domain.signing_orders import SigningOrder
from domain.unit_of_work import Transactions

SETTLES_WITHIN = timedelta(seconds=5)
"""Whoever stored an order asks for it right after; so much later nobody will."""


@dataclass(frozen=True)
class Reconciler:
    """Of one ledger. What no order of ours stands behind is left alone."""

    transactions: Transactions
    lending: Lending
    clock: Clock

    def run(self) -> int:
        """How many orders came to their end. Raises Unavailable once the others are looked at."""
        if self.lending.outside is None:
            return 0
        with self.transactions.reading() as work:
            orders = work.signing_orders.open(self.clock.now() - SETTLES_WITHIN)
        ended, faults = 0, []
        for order in orders:
            try:
                ended += self._settle(order, self.lending.outside)
            except Unavailable as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        return ended

    def _settle(self, order: SigningOrder, signer: Signer) -> bool:
        """Whether it came to its end. The signer is asked outside of any transaction."""
        progress = signer.outcome(order)
        if progress.outcome is Outcome.UNKNOWN:
            progress = signer.begin(order)
        if progress.outcome in (Outcome.UNKNOWN, Outcome.PENDING):
            return False
        with self.transactions.begin() as work:
            Settlement(work, self.lending, self.clock.now(), self.clock.today()).end(order, progress)
        return True
