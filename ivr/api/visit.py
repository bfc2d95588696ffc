"""One admitted request: whose ledger it is, what its path names, and when it came."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from flask import request

from domain.services.lending import Lending
from domain.unit_of_work import Transactions
from ivr.api.auth import bearer
from ivr.api.office import Addresses, Office
from ivr.api.tokens import Bearer


@dataclass(frozen=True)
class Visit:
    """`profile`, `ref` and `number` are empty where the path has none."""

    bearer: Bearer
    transactions: Transactions
    lending: Lending
    at: Addresses
    now: datetime
    today: date
    profile: str = ""
    ref: str = ""
    number: str = ""

    @classmethod
    def of(cls, office: Office) -> Self:
        """The request that is being answered; its token was verified."""
        who, named = bearer(), request.view_args or {}
        return cls(
            bearer=who,
            transactions=office.transactions(who.ledger),
            lending=office.lending(who.ledger),
            at=Addresses(who.ledger, office.public_url),
            now=office.clock.now(),
            today=office.clock.today(),
            profile=named.get("accountProfile", ""),
            ref=named.get("applicationId", ""),
            number=named.get("accountNo", ""),
        )
