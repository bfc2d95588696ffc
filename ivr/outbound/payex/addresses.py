"""Where what is known by name is found at the ledger; everything else is found by following its answers."""

from dataclasses import dataclass
from urllib.parse import quote

from domain.applications import Application


@dataclass(frozen=True)
class LedgerPaths:
    ledger: int

    @property
    def offers(self) -> str:
        return f"/ledger/credit-account-onboarding/v1/{self.ledger}/offers"

    def applications(self, profile: str) -> str:
        return f"{self.offers}/{quote(profile, safe='')}/applications"

    def application(self, application: Application) -> str:
        return f"{self.applications(application.profile)}/{quote(application.ref, safe='')}"

    def account(self, number: str) -> str:
        return f"/ledger/credit-account/v1/{self.ledger}/accounts/{quote(number, safe='')}"
