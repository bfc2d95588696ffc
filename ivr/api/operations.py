"""The table of the API: from it the routes are made, and the document that describes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from flask import Response

from ivr.api import onboarding
from ivr.api.catalogue import Code
from ivr.api.office import CREDIT_ACCOUNT, ONBOARDING
from ivr.api.schemas import answering, applying
from ivr.api.schemas.answering import Shown
from ivr.api.schemas.fields import Wire
from ivr.api.tokens import Scope

PLURAL = "/ledger/credit-account-onboardings/v1"
"""Some examples of the contract spell it so; every route answers to it, nothing emits it."""

OFFERS = f"{ONBOARDING}/{{ledgerNo}}/offers"
OFFER = f"{OFFERS}/{{accountProfile}}"
APPLICATIONS = f"{OFFER}/applications"
APPLICATION = f"{APPLICATIONS}/{{applicationId}}"

ALWAYS = (Code.UNAUTHORIZED, Code.FORBIDDEN, Code.RATE_LIMITED, Code.INTERNAL, Code.UNAVAILABLE)
POSTED = (Code.VALIDATION, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE, Code.IDEMPOTENCY_MISMATCH)


@dataclass(frozen=True)
class Operation:
    """`path` as OpenAPI writes it. `answers`: by status. `problems`: beside those that every operation has.

    `also`: other scopes, any of which is as good. `has_location`: what it answers as created is somewhere.
    `is_repeatable`: it takes an idempotency key.
    """

    view: Callable[..., Response]
    method: Literal["GET", "POST"]
    path: str
    scope: Scope
    summary: str
    answers: Mapping[int, type[Shown]]
    problems: tuple[Code, ...]
    body: type[Wire] | None = None
    has_pages: bool = False
    has_etag: bool = False
    also: tuple[Scope, ...] = ()
    has_location: bool = True
    is_repeatable: bool = True

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return (self.scope, *self.also)

    @property
    def name(self) -> str:
        return self.view.__name__


OPERATIONS = (
    Operation(
        onboarding.list_offers,
        "GET",
        OFFERS,
        Scope.ONBOARDING_READ,
        "List all offers",
        {200: answering.OfferPage},
        (Code.VALIDATION,),
        has_pages=True,
    ),
    Operation(
        onboarding.get_offer,
        "GET",
        OFFER,
        Scope.ONBOARDING_READ,
        "Get an offer",
        {200: answering.Offer},
        (Code.NOT_FOUND,),
        has_etag=True,
    ),
    Operation(
        onboarding.add_application,
        "POST",
        APPLICATIONS,
        Scope.ONBOARDING_WRITE,
        "Add an application to an offer",
        {201: answering.Application},
        (*POSTED, Code.NOT_FOUND, Code.ACCOUNT_PROFILE_EXISTS),
        body=applying.PostedApplication,
    ),
    Operation(
        onboarding.list_applications,
        "GET",
        APPLICATIONS,
        Scope.ONBOARDING_READ,
        "List all applications of an offer",
        {200: answering.ApplicationPage},
        (Code.VALIDATION, Code.NOT_FOUND),
        has_pages=True,
    ),
    Operation(
        onboarding.get_application,
        "GET",
        APPLICATION,
        Scope.ONBOARDING_READ,
        "Get an application",
        {200: answering.Application},
        (Code.NOT_FOUND,),
        has_etag=True,
    ),
    Operation(
        onboarding.sign_agreement,
        "POST",
        f"{APPLICATION}/sign-agreement",
        Scope.ONBOARDING_SIGN,
        "Sign the agreement of an application",
        {201: answering.CreatedAccount, 202: answering.Application},
        (*POSTED, Code.NOT_FOUND, Code.NOT_SIGNABLE, Code.ACCOUNT_PROFILE_EXISTS),
    ),
    Operation(
        onboarding.get_account,
        "GET",
        f"{CREDIT_ACCOUNT}/{{ledgerNo}}/accounts/{{accountNo}}",
        Scope.ACCOUNTS_READ,
        "Get an account",
        {200: answering.Account},
        (Code.NOT_FOUND,),
        has_etag=True,
    ),
)
