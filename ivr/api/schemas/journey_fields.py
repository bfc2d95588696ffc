"""What identifies people in the customer journey API, and its amounts: their forms, and the words for other forms."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from domain.accounts import LimitType
from domain.errors import InvalidIdentifier
from domain.identifiers import CustomerNumber, NationalNumber
from domain.verification import CODE_LENGTH
from ivr.api.schemas.fields import FILLED_LINE, Phone

LONGEST_NAME = 100


def _form(pattern: str, words: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(words)
        return text

    return AfterValidator(check)


def _read(parse: Callable[[str], object], words: str) -> AfterValidator:
    def check(text: str) -> str:
        try:
            parse(text)
        except (InvalidIdentifier, ValueError):
            raise ValueError(words) from None
        return text

    return AfterValidator(check)


def national_number(text: str) -> NationalNumber:
    """Raises InvalidIdentifier."""
    return NationalNumber.parse(text.replace("-", "", 1) if text[8:9] == "-" else text)


def _schema(example: str, pattern: str) -> dict[str, Any]:
    return {"json_schema_extra": {"pattern": f"^{pattern}$"}, "examples": [example]}


NATIONAL, CUSTOMER, DAY = r"[0-9]{8}-?[0-9]{4}", r"[0-9]{4,15}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
CODE, CURRENCY = rf"[0-9]{{{CODE_LENGTH}}}", r"[A-Z]{3}"

NationalText = Annotated[
    str,
    Field(**_schema("198507099805", NATIONAL), description="Twelve digits, with or without the hyphen."),
    _read(national_number, "must be a valid Swedish personal identity or coordination number with twelve digits."),
]
CustomerText = Annotated[
    str, Field(**_schema("10000001", CUSTOMER)), _read(CustomerNumber.parse, "must have 4 to 15 digits.")
]
PhoneText = Annotated[Phone, Field(description="E.164; the number on record.")]
Day = Annotated[
    str,
    Field(**_schema("1985-07-09", DAY)),
    _form(DAY, "must be a date such as 1985-07-09."),
    _read(date.fromisoformat, "must be a date such as 1985-07-09."),
]
Name = Annotated[str, Field(max_length=LONGEST_NAME, pattern=FILLED_LINE)]
Reference = Annotated[str, Field(max_length=64, pattern=FILLED_LINE)]
Code = Annotated[str, Field(**_schema("482913", CODE)), _form(CODE, f"must have {CODE_LENGTH} digits.")]
Currency = Annotated[
    str, Field(**_schema("SEK", CURRENCY)), _form(CURRENCY, "must be an ISO 4217 currency code, such as SEK.")
]
LimitWord = Annotated[
    str,
    _read(LimitType, f"must be one of: {', '.join(LimitType)}."),
    WithJsonSchema({"type": "string", "enum": list(LimitType)}),
]
