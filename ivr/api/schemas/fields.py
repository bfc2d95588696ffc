"""The kinds of values in the tables of the API: each with its bounds, and the words for what breaks them."""

import re
from decimal import Decimal
from ipaddress import ip_interface
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema
from pydantic.alias_generators import to_camel

from domain.errors import InvalidIdentifier
from domain.identifiers import NationalNumber, PhoneNumber
from ivr.api.schemas.countries import ALPHA_2

LARGEST_AMOUNT = Decimal("999999999.99")
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
FILLED_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
FILLED = r"^[^\x00]*[^\x00-\x20][^\x00]*$"
NO_SPACE = r"^[^\s\x00-\x1f\x7f]+$"
COUNTRY = r"^[A-Z]{2}$"
DATED_NUMBER = r"^[0-9]{8}-[0-9]{4}$"
EMAIL = r"[^@]+@[^\.]+\..+"  # the seed's; it admits more than is an address
ADDRESS = r"^[a-z0-9.:/]*$"
PHONE: dict[str, JsonValue] = {"pattern": r"^\+[0-9]{4,15}$"}

PATTERN_WORDS = {
    ONE_LINE: "must be one line of text.",
    FILLED_LINE: "must be one line of text.",
    FILLED: "must be text.",
    NO_SPACE: "must not have whitespace in it.",
    COUNTRY: "must be an ISO 3166-1 alpha-2 country code, such as SE.",
    DATED_NUMBER: "must be written YYYYMMDD-NNNC.",
    ADDRESS: "must be an IP address or network, such as 1.1.1.1.",
}
"""Ends the sentence that begins with the field's name."""


class Wire(BaseModel):
    """camelCase outside, nothing unknown, nothing converted; its repr shows no value."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        hide_input_in_errors=True,
    )

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []


def _email(text: str) -> str:
    """As it was written. `fullmatch`, after the length: a search in long text is quadratic."""
    if not re.fullmatch(EMAIL, text):
        raise ValueError("must be an e-mail address.")
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("must be an e-mail address.") from None
    return text


def _network(text: str) -> str:
    """An address or a network; the pattern of the table admits the empty text, which is neither given nor wrong."""
    try:
        ip_interface(text or "::")
    except ValueError:
        raise ValueError(PATTERN_WORDS[ADDRESS]) from None
    return text


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def _country(code: str) -> str:
    if code not in ALPHA_2:
        raise ValueError(PATTERN_WORDS[COUNTRY])
    return code


def _sweden(code: str) -> str:
    if code != "SE":
        raise ValueError("must be SE: applicants are identified by a Swedish national number.")
    return code


def _national_number(text: str) -> str:
    try:
        NationalNumber.parse(text.replace("-", ""))
    except InvalidIdentifier:
        raise ValueError("must be a valid Swedish personal identity or coordination number.") from None
    return text


def _phone(text: str) -> str:
    """As the library normalises it: one number has one form, or a search would miss it."""
    try:
        return PhoneNumber.parse(text).e164
    except InvalidIdentifier:
        raise ValueError("must be a phone number written as +46701234567.") from None


Line = Annotated[str, Field(pattern=FILLED_LINE)]
Words = Annotated[str, Field(pattern=FILLED)]
CountryCode = Annotated[str, Field(pattern=COUNTRY, examples=["SE"]), AfterValidator(_country)]
Sweden = Annotated[CountryCode, AfterValidator(_sweden), WithJsonSchema({"type": "string", "const": "SE"})]
DatedNumber = Annotated[
    str,
    Field(pattern=DATED_NUMBER, examples=["19101010-1010"], json_schema_extra={"format": "personnummer"}),
    AfterValidator(_national_number),
]
Email = Annotated[
    str,
    Field(
        max_length=254, examples=["test@testshop.se"], json_schema_extra={"format": "email", "pattern": f"^{EMAIL}$"}
    ),
    AfterValidator(_email),
]
Phone = Annotated[str, Field(examples=["+46701740605"], json_schema_extra=PHONE), AfterValidator(_phone)]
CellPhone = Annotated[
    str,
    Field(
        max_length=15,
        examples=["+46701234456"],
        description="E.164 with its +, where that is not longer.",
        json_schema_extra=PHONE,
    ),
    AfterValidator(_phone),
]
IpAddress = Annotated[
    str,
    Field(max_length=43, pattern=ADDRESS, examples=["1.1.1.1"], json_schema_extra={"pattern": "^[A-Za-z0-9.:/]*$"}),
    AfterValidator(_network),
    BeforeValidator(_lower),
]
CreditLimit = Annotated[
    Decimal,
    Field(gt=0, le=LARGEST_AMOUNT, decimal_places=2),
    WithJsonSchema(
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": float(LARGEST_AMOUNT),
            "multipleOf": 0.01,
            "examples": [5000.00],
        }
    ),
]
