"""Amounts, dates and digits are words: what is heard depends on the text alone, not on the voice that reads it."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from domain.money import Money
from ivr.dialogue.voice import Digits, Value
from ivr.prompts.catalogue import LANGUAGES, MissingWording
from ivr.prompts.speech import said
from tests.properties import given

MONEYS = st.builds(Money, st.integers(-(10**14), 10**14), st.sampled_from(["SEK", "NOK", "DKK", "EUR"]))
RATES = st.decimals(0, 10**6, places=4)
VALUES = st.one_of(
    MONEYS, st.dates(), RATES, st.integers(-(10**14), 10**14), st.builds(Digits, st.text("0123456789", max_size=72))
)

DIGIT_NAMES = {
    "en-GB": "zero one two three four five six seven eight nine",
    "sv-SE": "noll ett två tre fyra fem sex sju åtta nio",
}


@pytest.mark.parametrize(
    ("kronor", "words"),
    [
        ("0", "zero kronor"),
        ("1", "one krona"),
        ("2", "two kronor"),
        ("11", "eleven kronor"),
        ("21", "twenty-one kronor"),
        ("100", "one hundred kronor"),
        ("101", "one hundred and one kronor"),
        ("1000", "one thousand kronor"),
        ("1100", "one thousand, one hundred kronor"),
        ("1250", "one thousand, two hundred and fifty kronor"),
        ("1000000", "one million kronor"),
        ("37654.50", "thirty-seven thousand, six hundred and fifty-four kronor and fifty öre"),
        ("1.01", "one krona and one öre"),
        ("0.50", "fifty öre"),
        ("-1", "minus one krona"),
        ("-0.50", "minus fifty öre"),
        ("-2480.25", "minus two thousand, four hundred and eighty kronor and twenty-five öre"),
    ],
)
def test_kronor_are_counted_and_ore_are_said_only_where_there_are_any(kronor: str, words: str) -> None:
    assert said(Money.of(kronor), "en-GB") == words


@pytest.mark.parametrize(
    ("kronor", "words"),
    [
        ("0", "noll kronor"),
        ("1", "en krona"),
        ("2", "två kronor"),
        ("11", "elva kronor"),
        ("21", "tjugoen kronor"),
        ("100", "etthundra kronor"),
        ("101", "etthundraen kronor"),
        ("1000", "ettusen kronor"),
        ("1001", "ettusen en kronor"),
        ("1250", "ettusen tvåhundrafemtio kronor"),
        ("2021", "tvåtusen tjugoen kronor"),
        ("21000", "tjugoettusen kronor"),
        ("101000", "etthundraettusen kronor"),
        ("1000000", "en miljon kronor"),
        ("1000001", "en miljon en kronor"),
        ("2000050", "två miljoner femtio kronor"),
        ("1000000001", "en miljard en kronor"),
        ("2000000000", "två miljarder kronor"),
        ("37654.50", "trettiosjutusen sexhundrafemtiofyra kronor och femtio öre"),
        ("1.01", "en krona och ett öre"),
        ("0.21", "tjugoett öre"),
        ("-0.50", "minus femtio öre"),
        ("-2480.25", "minus tvåtusen fyrahundraåttio kronor och tjugofem öre"),
    ],
)
def test_a_krona_is_of_one_gender_and_an_ore_of_the_other(kronor: str, words: str) -> None:
    """Svenska skrivregler: ettusen with two t, what follows tusen and miljon apart; en krona, ett öre."""
    assert said(Money.of(kronor), "sv-SE") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(100, "NOK"), "en norsk krona"),
        (Money(2150, "NOK"), "tjugoen norska kronor och femtio öre"),
        (Money(100, "DKK"), "en dansk krona"),
        (Money(250, "DKK"), "två danska kronor och femtio öre"),
        (Money(101, "EUR"), "en euro och en cent"),
        (Money(250, "EUR"), "två euro och femtio cent"),
    ],
)
def test_swedish_tells_the_neighbours_currencies_apart(amount: Money, words: str) -> None:
    assert said(amount, "sv-SE") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(100, "NOK"), "one Norwegian krone"),
        (Money(250, "NOK"), "two Norwegian kroner and fifty øre"),
        (Money(100, "DKK"), "one Danish krone"),
        (Money(250, "DKK"), "two Danish kroner and fifty øre"),
        (Money(101, "EUR"), "one euro and one cent"),
        (Money(250, "EUR"), "two euros and fifty cents"),
    ],
)
def test_a_neighbour_s_currency_is_not_taken_for_ours(amount: Money, words: str) -> None:
    assert said(amount, "en-GB") == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_currency_without_a_name_is_an_error_and_not_another_one_s_name(language: str) -> None:
    with pytest.raises(MissingWording):
        said(Money(4711, "USD"), language)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 28), "Saturday the twenty-eighth of November"),
        (date(2026, 12, 4), "Friday the fourth of December"),
        (date(2027, 1, 1), "Friday the first of January"),
        (date(2028, 2, 29), "Tuesday the twenty-ninth of February"),
        (date(2027, 3, 31), "Wednesday the thirty-first of March"),
    ],
)
def test_a_date_is_a_weekday_and_an_ordinal_without_the_year(day: date, words: str) -> None:
    assert said(day, "en-GB") == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 28), "lördagen den tjugoåttonde november"),
        (date(2026, 12, 4), "fredagen den fjärde december"),
        (date(2027, 1, 1), "fredagen den första januari"),
        (date(2027, 4, 20), "tisdagen den tjugonde april"),
        (date(2028, 2, 29), "tisdagen den tjugonionde februari"),
        (date(2027, 5, 30), "söndagen den trettionde maj"),
        (date(2027, 3, 31), "onsdagen den trettioförsta mars"),
    ],
)
def test_a_swedish_weekday_has_its_article_and_the_month_no_preposition(day: date, words: str) -> None:
    assert said(day, "sv-SE") == words


@pytest.mark.parametrize(
    ("percent", "english", "swedish"),
    [
        ("0", "zero percent", "noll procent"),
        ("1", "one percent", "en procent"),
        ("21.00", "twenty-one percent", "tjugoen procent"),
        ("35", "thirty-five percent", "trettiofem procent"),
        ("18.5", "eighteen point five percent", "arton komma fem procent"),
        ("18.50", "eighteen point five percent", "arton komma fem procent"),
        ("1.75", "one point seven five percent", "ett komma sjuttiofem procent"),
        ("0.05", "zero point zero five percent", "noll komma noll fem procent"),
        ("101.25", "one hundred and one point two five percent", "etthundraett komma tjugofem procent"),
    ],
)
def test_a_rate_is_said_as_each_language_reads_decimals(percent: str, english: str, swedish: str) -> None:
    """English digit by digit, Swedish as a number; "en procent", but "ett komma fem"."""
    assert (said(Decimal(percent), "en-GB"), said(Decimal(percent), "sv-SE")) == (english, swedish)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (3, "three"), (12, "twelve"), (101, "one hundred and one"), (1100, "one thousand, one hundred")],
)
def test_a_count_is_a_word(number: int, words: str) -> None:
    assert said(number, "en-GB") == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "noll"), (1, "ett"), (3, "tre"), (21, "tjugoett"), (1100, "ettusen etthundra")]
)
def test_a_swedish_count_is_as_one_counts(number: int, words: str) -> None:
    assert said(number, "sv-SE") == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("7", "seven"),
        ("456", "four, five, six"),
        ("0456", "zero four, five six"),
        ("45678", "four five six, seven eight"),
        ("456789", "four five six, seven eight nine"),
        ("4567890", "four five six, seven eight, nine zero"),
        ("10000001", "one zero zero, zero zero zero, zero one"),
        ("4711-0815", "four seven one, one zero eight, one five"),
    ],
)
def test_digits_are_read_back_in_groups_with_none_left_alone(digits: str, words: str) -> None:
    assert said(Digits(digits), "en-GB") == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("456", "fyra, fem, sex"),
        ("0456", "noll fyra, fem sex"),
        ("10000001", "ett noll noll, noll noll noll, noll ett"),
    ],
)
def test_swedish_digits_are_read_back_in_the_same_groups(digits: str, words: str) -> None:
    assert said(Digits(digits), "sv-SE") == words


@pytest.mark.parametrize("language", DIGIT_NAMES)
@given(digits=st.text("0123456789", min_size=1, max_size=72))
def test_every_digit_is_said_once_and_in_order(language: str, digits: str) -> None:
    names = DIGIT_NAMES[language].split()
    assert re.split(r",? ", said(Digits(digits), language)) == [names[int(digit)] for digit in digits]


@given(kronor=st.integers(0, 10**12))
def test_no_swedish_number_has_a_letter_three_times_or_a_word_without_end(kronor: int) -> None:
    words = said(Money(kronor * 100), "sv-SE")
    assert not re.search(r"(\w)\1\1", words)
    assert max(map(len, words.split())) <= len("niohundranittionioniotusen")
    assert not re.search(r"ett kronor|ettkronor", words)


@pytest.mark.parametrize("language", LANGUAGES)
@given(one=st.integers(0, 10**12), other=st.integers(0, 10**12))
def test_two_amounts_never_sound_the_same(language: str, one: int, other: int) -> None:
    assert (said(Money(one), language) == said(Money(other), language)) == (one == other)


@pytest.mark.parametrize("language", LANGUAGES)
@given(one=RATES, other=RATES)
def test_two_rates_never_sound_the_same(language: str, one: Decimal, other: Decimal) -> None:
    assert (said(one, language) == said(other, language)) == (one == other)


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=VALUES)
def test_no_value_is_left_for_the_voice_to_read(language: str, value: Value) -> None:
    assert re.fullmatch(r"(?:[^\W\d_]|[ ,-])*", said(value, language))


@pytest.mark.parametrize(
    ("hour", "english", "swedish"),
    [
        (0, "twelve midnight", "tolv midnatt"),
        (1, "one in the morning", "ett på natten"),
        (9, "nine in the morning", "nio på morgonen"),
        (12, "twelve noon", "tolv på eftermiddagen"),
        (13, "one in the afternoon", "ett på eftermiddagen"),
        (18, "six in the evening", "sex på kvällen"),
        (22, "ten at night", "tio på kvällen"),
    ],
)
def test_an_hour_is_said_with_its_day(hour: int, english: str, swedish: str) -> None:
    at = datetime(2026, 11, 28, hour)  # noqa: DTZ001 - in the time of whichever line
    assert said(at, "en-GB") == f"Saturday the twenty-eighth of November at {english}"
    assert said(at, "sv-SE") == f"lördagen den tjugoåttonde november klockan {swedish}"
