"""Who is calling: numbers as they are keyed."""

from contextlib import suppress
from datetime import date

import pytest
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
from tests.properties import given

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


UNKNOWN_BIRTHDAYS = [
    ("191500722390", date(1915, 12, 12)),  # both from the tax agency's numbers for tests: the month is unknown
    ("191500882392", date(1915, 12, 28)),
    ("198500919801", date(1985, 12, 31)),
    ("198502609806", date(1985, 2, 28)),  # the day
    ("198402609807", date(1984, 2, 29)),
    ("198500609808", date(1985, 12, 31)),  # both
]


@pytest.mark.parametrize(("digits", "latest"), UNKNOWN_BIRTHDAYS)
def test_a_coordination_number_need_not_know_month_or_day(digits: str, latest: date) -> None:
    """The tax agency writes 00 for what it does not know, in a day plus 60. Age: the youngest that fits."""
    number = NationalNumber.parse(digits)
    assert number.birthday == latest
    assert number.age_on(latest.replace(year=latest.year + 40)) == 40
    assert read_keyed(digits[2:]) == ShortNationalNumber(digits[2:])
    assert resolve_century(read_keyed(digits[2:]), TODAY) == number


@pytest.mark.parametrize(
    "digits",
    [
        "191500722391",  # check digit
        "191500922396",  # day 32
        "198500599801",  # an ordinary number knows the month
        "198500009801",  # and the day
        "198513609803",  # month 13
        "000000609800",  # no such year
        "191500720006",  # the three digits before the check digit begin at 001
    ],
)
def test_what_is_known_of_a_birthday_must_be_right(digits: str) -> None:
    with pytest.raises(InvalidIdentifier):
        NationalNumber.parse(digits)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))
def test_every_number_that_is_taken_has_a_birthday(year: int, month: int, day: int, last: int) -> None:
    with suppress(InvalidIdentifier):
        number = NationalNumber.parse(f"{year:04}{month:02}{day:02}{last:04}")
        assert number.birthday.year == year
        assert number.may_be_born_on(number.birthday)


def test_a_birthday_is_told_apart_by_what_is_known_of_it() -> None:
    in_some_month, on_some_day = NationalNumber("191500722390"), NationalNumber("198502609806")
    assert in_some_month.may_be_born_on(date(1915, 3, 12))
    assert on_some_day.may_be_born_on(date(1985, 2, 1))
    assert not in_some_month.may_be_born_on(date(1915, 3, 13))
    assert not in_some_month.may_be_born_on(date(1916, 3, 12))
    assert not on_some_day.may_be_born_on(date(1985, 3, 1))


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("+460701740655", "+46701740655"),
        ("+460846500400", "+46846500400"),
        ("+4407911123456", "+447911123456"),
        ("+390612345678", "+390612345678"),  # in Italy the zero is dialled from abroad too
    ],
)
def test_the_zero_of_calls_at_home_is_no_part_of_a_number(written: str, e164: str) -> None:
    assert PhoneNumber.parse(written) == PhoneNumber(e164)


@given(st.from_regex(r"\+[0-9]{4,15}", fullmatch=True) | st.from_regex(r"\+46[0-9]{6,10}", fullmatch=True))
def test_a_phone_number_has_one_form(text: str) -> None:
    with suppress(InvalidIdentifier):
        number = PhoneNumber.parse(text)
        assert PhoneNumber.parse(number.e164) == number


@pytest.mark.parametrize(
    "text",
    [
        "+4600701740605",  # with a zero too many, what the library makes of it is another number to it
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
