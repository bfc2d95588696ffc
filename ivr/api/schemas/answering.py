"""The resources that the APIs answer with. Read back, they take the seed's other spellings too."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema

from domain.accounts import AccountStatus, LimitType
from domain.applications import ApplicationStatus
from domain.services.onboarding import Operation
from ivr.api.schemas.fields import Wire

T = TypeVar("T", bound="Shown")


class Shown(Wire):
    model_config = ConfigDict(validate_by_name=True, strict=False)


def _status(text: object) -> object:
    """`awaiting-sign` of the seed's example is `AwaitingSign` of its table."""
    folded = str(text).replace("-", "").casefold()
    return next((status for status in ApplicationStatus if status.casefold() == folded), text)


Amount = Annotated[Decimal, WithJsonSchema({"type": "number"})]
URI = WithJsonSchema({"type": "string", "format": "uri-reference"})
Uri = Annotated[str, URI]
AbsoluteUri = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
COMPLETE: list[JsonValue] = [status.value for status in ApplicationStatus if status is not ApplicationStatus.STARTED]
Status = Annotated[ApplicationStatus, BeforeValidator(_status), WithJsonSchema({"type": "string", "enum": COMPLETE})]


class AllowedOperation(Shown):
    """What may be done now: it is listed exactly when it is allowed."""

    rel: Operation
    href: Uri
    method: Literal["POST"]


class TermsAndConditions(Shown):
    standard_european_agreements: Uri = Field(
        validation_alias=AliasChoices("standardEuropeeanAgreements", "standardEuropeanAgreements"),
        serialization_alias="standardEuropeeanAgreements",
    )
    account_terms: Uri


class Offer(Shown):
    account_profile: str = Field(max_length=50)
    title: str = Field(max_length=50)
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217")
    max_credit_limit: Amount
    interest_free_purchase_month: bool
    monthly_admin_fee: Amount
    reminder_fee: Amount
    interest: Amount | None = Field(description="Nominal percent a year.")
    terms_and_conditions: TermsAndConditions
    id: Uri = Field(alias="@id")
    operations: Sequence[AllowedOperation]


class NationalConsumerIdentifier(Shown):
    value: str
    country_code: str


class Address(Shown):
    name: str
    street_address: str | None
    city: str
    co_address: str | None
    zip_code: str
    country_code: str


class Answer(Shown):
    code: str
    text: str


class Question(Shown):
    code: str
    text: str
    answer: Answer


class Kyc(Shown):
    questions: Sequence[Question]


class Application(Shown):
    """`account` is set exactly when the status is Approved."""

    national_consumer_identifier: NationalConsumerIdentifier
    status: Status
    customer_no: str
    credit_limit: Amount
    email_address: str
    cell_phone: str
    ip_address: str | None
    legal_address: Address
    kyc: Kyc
    account: AbsoluteUri | None
    id: Uri = Field(alias="@id")
    parent: Uri = Field(alias="parentHREF")
    operations: Sequence[AllowedOperation]


class View(Shown):
    """The page that is shown, and the next one where there is one: follow it, do not compute it."""

    id: Uri = Field(alias="@id")
    next: Annotated[str | None, URI] = None


class Page(Shown, Generic[T]):
    operations: None
    items: Sequence[T]
    id: Uri = Field(alias="@id")
    view: View


class OfferPage(Page[Offer]):
    pass


class ApplicationPage(Page[Application]):
    pass


class CreatedAccount(Shown):
    created_account: AbsoluteUri


class Money(Shown):
    value: Amount
    currency_code: str


class TypedAmount(Shown):
    type: LimitType
    amount: Money


class Balances(Shown):
    total: Money


class Dues(Shown):
    current_due: Money
    total_arrears: Money


class Account(Shown):
    account_number: str
    account_profile: str
    status: AccountStatus
    payment_due_date: str | None = Field(
        json_schema_extra={"format": "date"}, description="null before the first billing cycle."
    )
    credit_limits: Sequence[TypedAmount]
    available_credit_limits: Sequence[TypedAmount]
    balances: Balances
    dues: Dues
    id: Uri = Field(alias="@id")
