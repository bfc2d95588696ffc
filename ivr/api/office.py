"""What the routes stand on, and where their resources are."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from domain.ports import Clock
from domain.services.lending import Lending
from domain.unit_of_work import Transactions

ONBOARDING = "/ledger/credit-account-onboarding/v1"
CREDIT_ACCOUNT = "/ledger/credit-account/v1"


@dataclass(frozen=True)
class Office:
    """`transactions` and `lending`: those of one ledger, by its number. `public_url`: without a slash at its end."""

    transactions: Callable[[int], Transactions]
    lending: Callable[[int], Lending]
    clock: Clock
    public_url: str


@dataclass(frozen=True)
class Addresses:
    """Of one ledger. Paths, but for accounts: what points at them is absolute."""

    ledger: int
    public_url: str

    def offers(self) -> str:
        return f"{ONBOARDING}/{self.ledger}/offers"

    def offer(self, profile: str) -> str:
        return f"{self.offers()}/{quote(profile, safe='')}"

    def applications(self, profile: str) -> str:
        return f"{self.offer(profile)}/applications"

    def application(self, profile: str, ref: str) -> str:
        return f"{self.applications(profile)}/{quote(ref, safe='')}"

    def signing(self, profile: str, ref: str) -> str:
        return f"{self.application(profile, ref)}/sign-agreement"

    def account_path(self, number: str) -> str:
        return f"{CREDIT_ACCOUNT}/{self.ledger}/accounts/{quote(number, safe='')}"

    def account(self, number: str) -> str:
        return self.public_url + self.account_path(number)
