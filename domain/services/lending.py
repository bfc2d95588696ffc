"""What the use cases of applying and signing stand on beside their transaction."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from domain.credit_decision import CreditDecision, WithinMaximum
from domain.ports import Numbers, Signer, Wordings
from domain.reach import Reach


@dataclass(frozen=True)
class Lending:
    """`lender`: its name, as agreements and texts have it. `signer`: a slow one, for what is not signed by keys.

    `ledger`: the remote one that keeps the accounts, where one does: whatever is signed is signed there.
    `takes_keys`: whether a one-time code signs on the phone. `payment_account`: where customers pay to, and
    `apply_url`: where one applies; "" where that is not said. `reach`: whom we write to and call. `timezone`: of the
    line.
    """

    lender: str
    numbers: Numbers
    wordings: Wordings
    decision: CreditDecision = field(default_factory=WithinMaximum)
    signer: Signer | None = None
    ledger: Signer | None = None
    takes_keys: bool = True
    payment_account: str = ""
    apply_url: str = ""
    reach: Reach = field(default_factory=Reach)
    timezone: tzinfo = UTC

    @property
    def outside(self) -> Signer | None:
        """Who has to be asked for what a token signs."""
        return self.ledger or self.signer
