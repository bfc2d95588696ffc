"""The ledger's resources, read leniently: what is not needed may be missing, more may be there, and the spellings of
the published examples are taken beside those of their tables.
"""

import json
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from domain.errors import Unavailable
from domain.services.onboarding import Operation
from ivr.outbound.payex.problems import log_unknown

Word = TypeVar("Word", bound=StrEnum)


class Resource(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True)


def _last_segment(address: object) -> object:
    return unquote(urlsplit(address).path.rpartition("/")[2]) if isinstance(address, str) else address


Amount = Annotated[Decimal, Field(max_digits=15, decimal_places=2, allow_inf_nan=False)]
Profile = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
Ref = Annotated[str, BeforeValidator(_last_segment), StringConstraints(min_length=1, max_length=64)]
AccountNumber = Annotated[str, BeforeValidator(_last_segment), StringConstraints(min_length=1, max_length=32)]
"""By the address of its account."""


class AllowedOperation(Resource):
    rel: str
    href: str


class Operated(Resource):
    """`operations`: None where the resource does not say."""

    operations: tuple[AllowedOperation, ...] | None = None

    def allowed(self, operation: Operation) -> AllowedOperation | None:
        return next((one for one in self.operations or () if one.rel == operation), None)


class TermsAndConditions(Resource):
    standard_european_agreements: str = Field(
        validation_alias=AliasChoices("standardEuropeeanAgreements", "standardEuropeanAgreements"), max_length=2048
    )
    account_terms: str = Field(max_length=2048)


class Offer(Operated):
    account_profile: Profile
    title: Annotated[str, StringConstraints(max_length=50)]
    currency: Currency
    max_credit_limit: Amount
    interest_free_purchase_month: bool
    monthly_admin_fee: Amount
    reminder_fee: Amount
    interest: Annotated[Decimal, Field(max_digits=12, allow_inf_nan=False)] | None = None
    terms_and_conditions: TermsAndConditions


class NationalIdentifier(Resource):
    value: str
    country_code: str


class Address(Resource):
    name: str
    city: str
    zip_code: str
    country_code: str
    street_address: str | None = None
    co_address: str | None = None


class KycAnswer(Resource):
    code: str
    text: str


class Question(Resource):
    code: str
    text: str
    answer: KycAnswer


class Kyc(Resource):
    questions: tuple[Question, ...] = ()


class Application(Operated):
    id: Ref = Field(alias="@id")
    national_consumer_identifier: NationalIdentifier
    status: str
    credit_limit: Amount
    customer_no: str
    email_address: str
    cell_phone: str
    ip_address: str | None = None
    legal_address: Address
    kyc: Kyc = Kyc()
    account: AccountNumber | None = None


class View(Resource):
    next: str | None = None


class Page(Resource):
    """Its items are read one by one: one that cannot be read does not hide the others."""

    items: tuple[dict[str, Any], ...]
    view: View = View()


class CreatedAccount(Resource):
    created_account: AccountNumber


class Money(Resource):
    value: Amount
    currency_code: Currency


class TypedAmount(Resource):
    type: str
    amount: Money


class Balances(Resource):
    total: Money


class Dues(Resource):
    current_due: Money
    total_arrears: Money


class Account(Resource):
    account_number: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    account_profile: Profile
    status: str
    payment_due_date: str | None = None
    credit_limits: tuple[TypedAmount, ...]
    available_credit_limits: tuple[TypedAmount, ...]
    balances: Balances
    dues: Dues


T = TypeVar("T", bound=Resource)


def read(shape: type[T], body: bytes) -> T:
    """Raises Unavailable: nonsense is no answer. The chain is cut, as its cause may quote the body."""
    try:
        return shape.model_validate(json.loads(body, parse_float=Decimal))
    except (ValueError, ValidationError):
        raise Unavailable("the ledger's answer cannot be read") from None


def read_item(shape: type[T], item: dict[str, Any]) -> T | None:
    try:
        return shape.model_validate(item)
    except ValidationError:
        log_unknown(shape.__name__, "item")
        return None


def known_word(kind: type[Word], text: str) -> Word | None:
    """`awaiting-sign` is `AwaitingSign`; one that is newer than this service is logged."""
    folded = text.replace("-", "").casefold()
    found = next((word for word in kind if word.replace("-", "").casefold() == folded), None)
    if found is None:
        log_unknown(text, kind.__name__)
    return found
