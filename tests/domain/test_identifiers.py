"""Who is calling: numbers as they are keyed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidIdentifier
from domain.identifiers import (
    CustomerNumber,
    NationalNumber,
    PhoneNumber,
    ShortNationalNumber,
    read_keyed,
    resolve_century,
)
from storage import demo

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("digits", [*demo.NATIONAL_NUMBERS.values(), "191010101010", demo.IN_NO_TABLE.digits])
def test_valid_national_numbers_are_taken_as_twelve_digits_and_as_ten(digits: str) -> None:
    assert read_keyed(digits) == NationalNumber(digits)
    assert read_keyed(digits[2:]) == ShortNationalNumber(digits[2:])


@pytest.mark.parametrize(
    "digits",
    [
        "198507099806",  # check digit
        "198513099805",  # month
        "198502309807",  # day
        "198507999805",  # day of a coordination number is at most 91
        "19850709980",  # eleven digits is a customer number, tested below
        "1985070998x5",
        "١٩٨٥٠٧٠٩٩٨٠٥",  # digits of another script
        "",
    ],
)
def test_other_twelve_characters_are_no_national_number(digits: str) -> None:
    with pytest.raises(InvalidIdentifier):
        NationalNumber.parse(digits)


@given(st.integers(min_value=0, max_value=9), st.sampled_from(sorted(demo.NATIONAL_NUMBERS.values())))
def test_only_one_check_digit_is_right(digit: int, valid: str) -> None:
    """Luhn over the ten-digit form (Skatteverket)."""
    keyed = valid[:-1] + str(digit)
    if keyed == valid:
        assert NationalNumber.parse(keyed).digits == valid
    else:
        with pytest.raises(InvalidIdentifier):
            NationalNumber.parse(keyed)


@given(st.text(alphabet="0123456789", min_size=4, max_size=15).filter(lambda digits: len(digits) not in (10, 12)))
def test_any_other_length_is_a_customer_number(digits: str) -> None:
    assert read_keyed(digits) == CustomerNumber(digits)


@given(st.text(max_size=20))
def test_whatever_is_keyed_is_an_identifier_or_refused(keyed: str) -> None:
    with suppress(InvalidIdentifier):
        assert read_keyed(keyed).digits == keyed


@pytest.mark.parametrize("keyed", ["198507099806", "8507099806", "1234567890123456"])
def test_a_refusal_does_not_repeat_what_was_keyed(keyed: str) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        read_keyed(keyed)
    assert keyed not in str(refusal.value)


@pytest.mark.parametrize("digits", ["123", "1234567890123456", "12a4", "１２３４"])  # noqa: RUF001 - full-width digits
def test_a_customer_number_has_4_to_15_ascii_digits(digits: str) -> None:
    with pytest.raises(InvalidIdentifier):
        CustomerNumber.parse(digits)


@pytest.mark.parametrize(
    ("ten", "twelve"),
    [
        ("8507099805", "198507099805"),  # the only adult one
        ("0106059843", "200106059843"),  # 25 years old: the later century is an adult already
        ("2406079927", "192406079927"),  # 2024 would be a child
        ("1010101010", "191010101010"),  # 2010 would be 16
        ("9001629931", "199001629931"),  # coordination number
    ],
)
def test_the_century_is_the_latest_that_makes_an_adult(ten: str, twelve: str) -> None:
    assert resolve_century(read_keyed(ten), TODAY) == NationalNumber(twelve)


def test_the_eighteenth_birthday_makes_an_adult() -> None:
    short = ShortNationalNumber.parse("1010101010")
    assert short.on(date(2028, 10, 9)).digits == "191010101010"
    assert short.on(date(2028, 10, 10)).digits == "201010101010"


def test_a_coordination_number_keeps_the_birthday() -> None:
    assert NationalNumber.parse("199001629931").birthday == date(1990, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "0701740605",
        "+46 70 174 06 05",
        "+46",
        "46701740605",
        "+467017406051234567",
        "+4670174060x",
        "+0701740605",
        "+999701740605",
    ],
)
def test_a_phone_number_is_e164(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        PhoneNumber.parse(text)


def test_fictional_phone_numbers_are_phone_numbers() -> None:
    """PTS keeps +46701740605 to +46701740699 free for fiction."""
    assert PhoneNumber.parse("+46701740605").e164 == "+46701740605"


@pytest.mark.parametrize("digits", ["198507099805", "8507099805", "10000001"])
def test_no_identifier_shows_in_a_repr(digits: str) -> None:
    assert digits not in repr(read_keyed(digits))
