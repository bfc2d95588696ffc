"""Values as they stand in a text message."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from domain.money import Money
from ivr.dialogue.voice import Digits, Value
from ivr.prompts.plain import plain
from ivr.prompts.speech import VALUE_LIMIT
from ivr.prompts.wording import render


def in_writing(value: Value, language: str) -> str:
    """`value` as it is written in `language`, one of LANGUAGES.

    Numbers are grouped ("482,913"), digits are not: a one-time code is the only bare six digits in a text.
    """
    locale = language.replace("-", "_")
    match value:
        case Money():
            amount = format_decimal(value.amount, "#,##0.00", locale)
            return render("written-money", language, {"amount": amount, "currency": value.currency})
        case Digits():
            return plain(value.text, VALUE_LIMIT)
        case date():
            return format_date(value, "long", locale)
        case Decimal():
            return render("written-rate", language, {"rate": format_decimal(value, "#,##0.##", locale)})
        case int():
            return format_decimal(value, locale=locale)
        case str():
            return plain(value, VALUE_LIMIT)
