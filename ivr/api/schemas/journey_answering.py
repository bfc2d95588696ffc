"""The resources that the customer journey API answers with. Its enumerations may grow: a client carries on with a
value that it does not know."""

from collections.abc import Sequence

from pydantic import Field, JsonValue

from domain.accounts import AccountStatus
from domain.applications import ApplicationStatus
from domain.interest_rates import RateType
from domain.kyc import KycStatus
from domain.services.customer_journey import UserType
from ivr.api.schemas.answering import AllowedOperation, Amount, Money, Shown, TypedAmount

DATE: dict[str, JsonValue] = {"format": "date"}
NOT_KNOWN = "null where the lender's core system does not tell."


class JourneyRate(Shown):
    """SAR is the nominal rate; AER what it comes to with interest on interest, month by month; APR the effective rate
    of the credit, with its fees, as the law assumes its use."""

    type: RateType
    rate: Amount = Field(description="Percent a year.")


class JourneyApplication(Shown):
    id: str
    product_id: str = Field(description="The account profile.")
    state: ApplicationStatus
    credit_limit: Money
    interest_rates: Sequence[JourneyRate]
    kyc_status: KycStatus
    registered: bool | None = Field(description=f"For the online services; {NOT_KNOWN}")
    operations: Sequence[AllowedOperation] = Field(description="What takes the application on, where that is allowed.")


class JourneyBalances(Shown):
    total: Money = Field(description="What is owed in all.")
    pending_credits: Money | None = Field(description=NOT_KNOWN)
    pending_debits: Money | None = Field(description=NOT_KNOWN)
    previous_billing_period: Money | None = Field(description=NOT_KNOWN)


class JourneyDues(Shown):
    current_due: Money
    requested_payment: Money | None = Field(description=NOT_KNOWN)
    recommended_extra_payment: Money | None = Field(description=NOT_KNOWN)
    total_arrears: Money


class JourneyArrears(Shown):
    bucket: str = Field(description="How old, in the words of the lender's books, such as 1-30 (days).")
    amount: Money


class JourneyPayment(Shown):
    date: str = Field(json_schema_extra=DATE)
    amount: Money


class JourneyAccount(Shown):
    account_number: str = Field(description="Masked but for its last three digits unless the token has `pii:read`.")
    product_id: str = Field(description="The account profile.")
    status: AccountStatus
    payment_due_date: str | None = Field(json_schema_extra=DATE, description="null before the first billing cycle.")
    credit_limits: Sequence[TypedAmount]
    available_credit_limits: Sequence[TypedAmount]
    balances: JourneyBalances
    dues: JourneyDues
    arrears: Sequence[JourneyArrears]
    last_payments: Sequence[JourneyPayment] = Field(description="Newest first.")
    registered: bool | None = Field(description=f"For the online services; {NOT_KNOWN}")
    as_of: str | None = Field(
        json_schema_extra={"format": "date-time"}, description="When the figures were true; null: now."
    )


class CustomerJourney(Shown):
    """`account` is there for customers alone. `application` is the newest that runs, also a customer's; null where
    none does. Where there are more accounts or applications, they are listed beside."""

    customer_ref: str
    user_type: UserType
    account: JourneyAccount | None
    application: JourneyApplication | None
    further_accounts: Sequence[JourneyAccount]
    further_applications: Sequence[JourneyApplication]


class FoundCustomer(Shown):
    customer_ref: str
    status: UserType


class FoundCustomers(Shown):
    """Everybody whom the filter fits; nobody is no error."""

    values: Sequence[FoundCustomer]


class CreditVerdict(Shown):
    """No more than this."""

    sufficient: bool


class BegunVerification(Shown):
    """The same for known and unknown people."""

    verification_id: str


class CustomerAccess(Shown):
    """A bearer token that is good for its customer's own journey and nothing else."""

    access_token: str
    expires_in: int = Field(description="Seconds.")
