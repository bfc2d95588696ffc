"""Thousands are put together from what is kept; they are the words that the library has for the whole number."""

import pytest
from hypothesis import example
from hypothesis import strategies as st
from num2words import num2words

from ivr.prompts.languages import LANGUAGES, SPOKEN
from ivr.prompts.number_words import number_words
from tests.properties import given

THOUSANDS = st.integers(1000, 999_999)


@pytest.mark.parametrize("language", LANGUAGES)
@given(THOUSANDS)
@example(1000)
@example(1001)
@example(1099)
@example(1100)
@example(21_001)
@example(100_000)
@example(101_000)
@example(999_999)
def test_thousands_are_the_librarys_but_for_their_spelling(language: str, number: int) -> None:
    words = num2words(number, lang=language.partition("-")[0])
    for own, correct in SPOKEN[language].manifest.numbers.spelling:
        words = own.sub(correct, words)
    assert number_words(number, language) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1001, "ettusen ett"), (21_040, "tjugoettusen fyrtio"), (1_000_001, "en miljon ett")]
)
def test_swedish_is_spelt_as_its_rules_say(number: int, words: str) -> None:
    """Svenska skrivregler: no letter three times; what follows tusen and miljon stands alone; fyrtio."""
    assert number_words(number, "sv-SE") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "en"),
        (40, "fyrtio"),
        (1001, "ettusen en"),
        (21_021, "tjugoettusen tjugoen"),
        (101_101, "etthundraettusen etthundraen"),
    ],
)
def test_before_a_noun_of_the_common_gender_only_the_last_one_changes(number: int, words: str) -> None:
    assert number_words(number, "sv-SE", "common") == words


def test_an_ordinal_of_thousands_is_one() -> None:
    assert number_words(1001, "en-GB", "ordinal") == "one thousand and first"
