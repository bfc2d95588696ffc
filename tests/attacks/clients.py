"""Systems that ask the APIs of a running service with a token of their own."""

from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.phone.http import client
from storage.demo import FIRST_PROFILE
from tests.api.applicants import body, from_somebody
from tests.attacks.attack import Target

VERIFICATIONS = "/customer-journey/verifications"


@dataclass
class Client:
    """`subject`: whom the token is for; requests and wrong codes are counted for each."""

    target: Target
    subject: str
    scope: Scope
    _web: httpx.Client = field(default_factory=client)
    _verification: str = "none"

    def __post_init__(self) -> None:
        settings = self.target.settings
        bearer = Bearer(self.subject, settings.ledger, frozenset({self.scope}))
        token = Tokens.of(settings).issue(bearer, timedelta(hours=1))
        self._web.headers.update({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})

    def begins(self, **who: str) -> httpx.Response:
        answer = self._posts(VERIFICATIONS, who)
        if answer.status_code == httpx.codes.ACCEPTED:
            self._verification = answer.json()["verificationId"]
        return answer

    def brings(self, code: str) -> httpx.Response:
        return self._posts(f"{VERIFICATIONS}/{self._verification}/code", {"code": code})

    def applies(self, national_number: str) -> httpx.Response:
        ledger = self.target.settings.ledger
        offer = f"/ledger/credit-account-onboarding/v1/{ledger}/offers/{FIRST_PROFILE}"
        return self._posts(f"{offer}/applications", from_somebody(national_number))

    def _posts(self, path: str, posted: object) -> httpx.Response:
        return self._web.post(self.target.url + path, content=body(posted))


def website(target: Target) -> Client:
    return Client(target, "a website", Scope.JOURNEY_VERIFY)


def shop(target: Target) -> Client:
    return Client(target, "a shop", Scope.ONBOARDING_WRITE)
