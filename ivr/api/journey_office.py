"""What the routes of the customer journey stand on, and one admitted request to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from flask import request

from domain.services.answering import Desk
from domain.services.customer_journey import Inquiry
from domain.services.verify_online import OnlineVerification
from domain.verification import Level
from ivr.api.auth import bearer
from ivr.api.office import Addresses
from ivr.api.tokens import OF_CUSTOMERS, Bearer, Tokens

JOURNEY = "/customer-journey"
ACCESS_LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class JourneyOffice:
    """`desk`: that of one ledger, by its number. `public_url`: without a slash at its end."""

    desk: Callable[[int], Desk]
    tokens: Tokens
    public_url: str


@dataclass(frozen=True)
class JourneyVisit:
    """`customer_ref` and `verification_id` are empty where the path has none."""

    bearer: Bearer
    desk: Desk
    tokens: Tokens
    at: Addresses
    now: datetime
    customer_ref: str = ""
    verification_id: str = ""

    @classmethod
    def of(cls, office: JourneyOffice) -> Self:
        """The request that is being answered; its token was verified."""
        who, named = bearer(), request.view_args or {}
        desk = office.desk(who.ledger)
        return cls(
            bearer=who,
            desk=desk,
            tokens=office.tokens,
            at=Addresses(who.ledger, office.public_url),
            now=desk.clock.now(),
            customer_ref=named.get("customerRef", ""),
            verification_id=named.get("verificationId", ""),
        )

    @property
    def inquiry(self) -> Inquiry:
        """A new one each time."""
        level = Level.VERIFIED if self.bearer.scopes <= OF_CUSTOMERS else Level.NONE
        return Inquiry(f"api-{self.desk.lending.numbers.reference()}", self.bearer.subject, level, self.now)

    def verification(self, name: str) -> OnlineVerification:
        return OnlineVerification.of(self.desk, self.bearer.ledger, self.bearer.subject, name)

    def access_token(self, person: str) -> str:
        return self.tokens.issue(Bearer(person, self.bearer.ledger, OF_CUSTOMERS), ACCESS_LIFE)
