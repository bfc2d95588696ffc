"""Values as words that sound the same with every voice: no digits, no symbols, nothing left for a voice to guess."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel.dates import format_date, format_time

from domain.money import MINOR_UNITS, Money
from ivr.dialogue.voice import Digits, Value
from ivr.prompts.number_words import COMMON, Form, number_words, one_by_one
from ivr.prompts.plain import plain
from ivr.prompts.wording import render

GENDERS: tuple[Form, ...] = ("cardinal", "common")
MANY, ENDING = COMMON.stop, 100  # of a larger number a plural looks at the last two digits: all others are left out
HALF_DAY = 12
VALUE_LIMIT = 72  # characters of a name; a longer one is cut


def said(value: Value, language: str) -> str:
    """`value` as it is said in `language`, one of LANGUAGES."""
    match value:
        case Money():
            return _money(value, language)
        case Digits():
            return one_by_one(value.text[:VALUE_LIMIT], language)
        case date():
            return _hour(value, language) if isinstance(value, datetime) else _date(value, language)
        case Decimal():
            return _rate(value, language)
        case int():
            return number_words(value, language)
        case str():
            return plain(value, VALUE_LIMIT)


def _money(money: Money, language: str) -> str:
    major, minor = divmod(abs(money.minor), MINOR_UNITS)
    amount = render(
        "speech-money",
        language,
        {
            "major": _unit(f"speech-major-{money.currency}", major, language),
            "major-count": major,
            "minor": _unit(f"speech-minor-{money.currency}", minor, language),
            "minor-count": minor,
        },
    )
    return amount if money.minor >= 0 else render("speech-minus", language, {"amount": amount})


def _unit(key: str, number: int, language: str) -> str:
    """The words of the number in both genders; the message takes the one of its noun."""
    noun = _noun(key, number if number in COMMON else MANY + number % ENDING, language)
    return noun.format(*(number_words(number, language, gender) for gender in GENDERS))


@cache
def _noun(key: str, count: int, language: str) -> str:
    """The message in the form that `count` takes, with {0} and {1} for the words of the number: nobody's own."""
    return render(key, language, {"number": "{0}", "number-common": "{1}", "number-count": count})


def _rate(percent: Decimal, language: str) -> str:
    """What follows the point arrives digit by digit and as a number, whose zeros in front are said."""
    whole, _, decimals = f"{percent:f}".partition(".")
    decimals = decimals.rstrip("0")
    digits = [number_words(int(digit), language) for digit in decimals]
    zeros = digits[: len(decimals) - len(decimals.lstrip("0"))]
    forms: dict[str, str | int] = {
        "whole": number_words(int(whole), language),
        "whole-common": number_words(int(whole), language, "common"),
        "decimals": " ".join(digits),
        "decimals-number": " ".join([*zeros, number_words(int(decimals or "0"), language)]),
        "decimals-count": len(decimals),
    }
    return render("speech-rate", language, forms)


def _hour(at: datetime, language: str) -> str:
    """Say the hour by the clock of twelve, with the part of the day."""
    forms = {
        "day": _date(at.date(), language),
        "hour": number_words(at.hour % HALF_DAY or HALF_DAY, language),
        "part": format_time(at.time(), "BBBB", locale=language.replace("-", "_")),
    }
    return render("speech-hour", language, forms)


@lru_cache(maxsize=1024)  # due dates are a few, and a day is nobody's own
def _date(day: date, language: str) -> str:
    locale = language.replace("-", "_")
    names = {"weekday": format_date(day, "EEEE", locale), "month": format_date(day, "MMMM", locale)}
    return render("speech-date", language, {**names, "day": number_words(day.day, language, "ordinal")})
