"""The bodies of requests to the customer journey API."""

from datetime import date
from typing import Annotated, NoReturn, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from domain.accounts import LimitType
from domain.identifiers import CustomerNumber, Identifier, PhoneNumber
from domain.money import Money
from domain.services.find_customers import Wanted
from ivr.api.schemas.fields import CreditLimit, Wire
from ivr.api.schemas.journey_fields import (
    Code,
    Currency,
    CustomerText,
    Day,
    LimitWord,
    Name,
    NationalText,
    PhoneText,
    Reference,
    national_number,
)

KEYS = ("customerRef", "accountNumber", "nationalNumber", "customerNumber", "phoneNumber")


def given(name: str) -> JsonDict:
    """The schema of what has this property; null is as good as none."""
    return {"required": [name], "properties": {name: {"type": "string"}}}


def _unsearchable(_given: object) -> NoReturn:
    raise ValueError("is none that customers can be found by: leave it out.")


Unsearchable = Annotated[None, BeforeValidator(_unsearchable), WithJsonSchema({"not": {}})]


class SearchFilter(Wire):
    """All that is given must be theirs, and in full: what is sealed has no parts that could be searched.

    One of customerRef, accountNumber, nationalNumber, customerNumber and phoneNumber is needed to find anybody. Names
    and the date of birth tell apart whom these have found: the name on record begins with the given name and ends with
    the family name, in whole words, whatever their case. A postcode is not searched.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [given(key) for key in KEYS]})

    customer_ref: Reference | None = None
    account_number: Reference | None = None
    national_number: NationalText | None = None
    customer_number: CustomerText | None = None
    phone_number: PhoneText | None = None
    given_name: Name | None = None
    family_name: Name | None = None
    date_of_birth: Day | None = None
    postcode: Unsearchable = None

    @model_validator(mode="after")
    def _has_a_key(self) -> Self:
        given = (self.customer_ref, self.account_number, self.national_number, self.customer_number, self.phone_number)
        if not any(given):
            raise ValueError(f"must have one of: {', '.join(KEYS)}. Names are not searched by themselves.")
        return self

    def read(self) -> Wanted:
        return Wanted(
            customer_ref=self.customer_ref,
            account_number=self.account_number,
            national_number=national_number(self.national_number) if self.national_number else None,
            customer_number=CustomerNumber(self.customer_number) if self.customer_number else None,
            phone=PhoneNumber(self.phone_number) if self.phone_number else None,
            given_name=self.given_name or "",
            family_name=self.family_name or "",
            date_of_birth=date.fromisoformat(self.date_of_birth) if self.date_of_birth else None,
        )


class CustomerSearch(Wire):
    filter: SearchFilter


class PurchaseAmount(Wire):
    value: CreditLimit
    currency_code: Currency


class CreditCheck(Wire):
    """`customerRef` is left out with a customer access token, which names its customer itself."""

    customer_ref: Reference | None = None
    amount: PurchaseAmount
    type: LimitWord

    @property
    def purchase(self) -> Money:
        return Money.of(self.amount.value, self.amount.currency_code)

    @property
    def limit_type(self) -> LimitType:
        return LimitType(self.type)


class NewVerification(Wire):
    """One of the two."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [given("nationalNumber"), given("customerNumber")]})

    national_number: NationalText | None = None
    customer_number: CustomerText | None = None

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.national_number is None) is (self.customer_number is None):
            raise ValueError("must have either a nationalNumber or a customerNumber.")
        return self

    @property
    def identifier(self) -> Identifier:
        if self.national_number is not None:
            return national_number(self.national_number)
        return CustomerNumber(self.customer_number or "")


class KeyedCode(Wire):
    code: Code = Field(description="As it stands in the text message.")
