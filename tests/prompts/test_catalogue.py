"""Prompts and text messages: complete or an error, safe to speak, and in words of somebody's language."""

import re
import string
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import strategies as st

from domain.money import Money
from ivr.dialogue.voice import Digits, Value, prompt
from ivr.prompts.catalogue import LANGUAGES, MissingWording, has, in_lines, spoken, written
from ivr.prompts.plain import plain
from ivr.prompts.writing import in_writing
from tests.properties import given

CODE: dict[str, Value] = {"code": Digits("482913")}
AGREEMENT: dict[str, Value] = {
    "lender": "Demo Credit",
    "product": "kontotyp 1",
    "amount": Money(2500000),
    "nominal-rate": Decimal("35.00"),
    "effective-rate": Decimal("46.2"),
    "monthly-fee": Money(3500),
    "reminder-fee": Money(6000),
    "total-cost": Money(516000),
    "total-payable": Money(3016000),
    "withdrawal-days": 14,
}
SIGNED = {**AGREEMENT, "account": "456", "until": date(2026, 12, 5)}
TEXTS: dict[str, dict[str, Value]] = {
    "text-code": CODE,
    "text-code-online": CODE,
    "text-code-signing": {**AGREEMENT, **CODE},
    "text-terms-sent": AGREEMENT,
    "text-signed": SIGNED,
    "text-withdrawal": SIGNED,
}
MAILS = {"mail-terms": AGREEMENT, "mail-signed": SIGNED, "mail-withdrawal": SIGNED}
NO_SUCH_LANGUAGE = "tlh"
AMOUNTS = st.integers(-(10**14), 10**14)


def test_english_comes_first() -> None:
    assert LANGUAGES[0] == "en-GB"


def test_the_code_is_written_as_it_is_keyed() -> None:
    assert written("text-code", "en-GB", CODE) == (
        "Code 482913 for your call to the credit line. Key it in only if you called us. "
        "We never ask for it when we call you."
    )


def test_the_code_is_written_in_swedish_too() -> None:
    assert written("text-code", "sv-SE", CODE) == (
        "Din kod är 482913. Knappa in den bara om det är du som har ringt Kreditlinjen. "
        "Vi frågar aldrig efter koden när vi ringer dig."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TEXTS)
def test_a_code_is_the_only_bare_six_digits_of_any_text(key: str, language: str) -> None:
    found = re.findall(r"(?<!\d)\d{6}(?!\d)", written(key, language, TEXTS[key]))
    assert found == (["482913"] if "code" in TEXTS[key] else [])


def test_the_code_that_signs_says_what_it_signs() -> None:
    assert written("text-code-signing", "en-GB", TEXTS["text-code-signing"]) == (
        "Code 482913 to sign kontotyp 1 with Demo Credit, credit 25,000.00 kr. Key it in only if you called us. "
        "We never ask for it when we call you."
    )
    assert written("text-code-signing", "sv-SE", TEXTS["text-code-signing"]) == (
        "Kod 482913 för att signera kontotyp 1 hos Demo Credit, kredit 25 000,00 kr. "
        "Knappa in den bara om du själv ringt oss. Vi ber aldrig om den när vi ringer dig."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", MAILS)
def test_an_e_mail_has_a_subject_of_one_line_and_a_body_in_paragraphs(key: str, language: str) -> None:
    subject = written(f"{key}-subject", language, MAILS[key])
    body = in_lines(f"{key}-body", language, MAILS[key])
    assert "kontotyp 1" in subject
    assert len(subject) <= 78  # RFC 5322, 2.1.1
    paragraphs = body.split("\n\n")
    assert len(paragraphs) >= 4
    assert paragraphs[-1] == "Demo Credit"
    assert not re.search(r"(?<!\d)\d{6}(?!\d)", body)


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("en-GB", ["25,000.00 kr", "35% a year", "46.2%", "5,160.00 kr", "30,160.00 kr", "14 days"]),
        ("sv-SE", ["25 000,00 kr", "35 % per år", "46,2 %", "5 160,00 kr", "30 160,00 kr", "14 dagar"]),
    ],
)
def test_the_terms_are_written_as_they_are_told(language: str, figures: list[str]) -> None:
    body = in_lines("mail-terms-body", language, AGREEMENT)
    assert [figure for figure in figures if figure not in body] == []


def test_no_value_brings_a_line_of_its_own() -> None:
    body = in_lines("mail-withdrawal-body", "en-GB", {**SIGNED, "lender": "Demo\nBcc: everybody"})
    assert body.endswith("\n\nDemo Bcc: everybody")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["text-code", "text-code-online", "text-code-signing"])
def test_the_code_goes_out_as_one_text(key: str, language: str) -> None:
    """3GPP TS 23.038: 160 characters of the default alphabet, which has å, ä and ö, in one message."""
    text = written(key, language, TEXTS[key])
    assert len(text) <= 160
    assert set(text) <= set(string.ascii_letters + string.digits + " .,åäöÅÄÖ")


def test_spoken_values_are_words() -> None:
    assert spoken(prompt("text-code", code=Digits("482913")), "en-GB").startswith(
        "Code four eight two, nine one three for your call"
    )


def test_a_language_without_the_message_falls_back_to_english_and_says_so() -> None:
    assert written("text-code", NO_SUCH_LANGUAGE, CODE) == written("text-code", "en-GB", CODE)
    assert spoken(prompt("text-code", code="x"), NO_SUCH_LANGUAGE) == spoken(prompt("text-code", code="x"), "en-GB")
    assert has("text-code", "en-GB")
    assert not has("text-code", NO_SUCH_LANGUAGE)
    assert not has("no-such-message", "en-GB")


def test_a_missing_message_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingWording, match=r"no-such-message .* en-GB"):
        spoken(prompt("no-such-message"), "en-GB")


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(MissingWording, match=r"text-code .* en-GB"):
        spoken(prompt("text-code"), "en-GB")


def test_no_error_repeats_a_value() -> None:
    with pytest.raises(MissingWording) as error:
        written("text-code", "en-GB", {"cod": Digits("482913")})
    assert "482913" not in f"{error.value!r} {error.value.__dict__}"


@pytest.mark.parametrize("language", LANGUAGES)
@given(name=st.text())
def test_a_name_from_data_never_makes_a_document_ill_formed(language: str, name: str) -> None:
    """XML 1.0, production Char; Twilio answers an ill-formed document with error 12100."""
    say = ET.Element("Say")
    say.text = spoken(prompt("text-code", code=name), language)
    assert ET.fromstring(ET.tostring(say)).text == say.text  # noqa: S314 - it was written one line above


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\u2068", "\ud800", "\uffff"])
def test_what_cannot_be_heard_is_left_out(unseen: str) -> None:
    assert written("text-code", "en-GB", {"code": f"Anna{unseen} Berg"}).startswith("Code Anna Berg for")


def test_white_space_of_any_kind_is_one_plain_space() -> None:
    assert written("text-code", "en-GB", {"code": " Anna\u00a0\u202f\r\n\tBerg "}).startswith("Code Anna Berg for")


def test_a_name_without_end_is_cut() -> None:
    assert written("text-code", "en-GB", {"code": "A" * 5000}).startswith("Code " + "A" * 72 + " for")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(3765450), "37,654.50 kr"),
        (Money(125000), "1,250.00 kr"),
        (Money(0), "0.00 kr"),
        (Money(-50), "-0.50 kr"),
        (Money(100000000), "1,000,000.00 kr"),
        (Money(4711, "EUR"), "47.11 EUR"),
        (date(2026, 11, 28), "28 November 2026"),
        (Decimal("18.50"), "18.5%"),
        (Decimal(35), "35%"),
        (Digits("0456"), "0456"),
        (3, "3"),
        ("Test Customer 01", "Test Customer 01"),
    ],
)
def test_values_are_written_as_people_write_them(value: Value, text: str) -> None:
    assert in_writing(value, "en-GB") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(3765450), "37 654,50 kr"),
        (Money(100000000), "1 000 000,00 kr"),
        (Money(4711, "EUR"), "47,11 EUR"),
        (date(2026, 11, 28), "28 november 2026"),
        (Decimal("18.75"), "18,75 %"),
        (Digits("0456"), "0456"),
        (1234567, "1 234 567"),
    ],
)
def test_swedes_write_with_a_comma_and_spaces(value: Value, text: str) -> None:
    assert plain(in_writing(value, "sv-SE"), 99) == text


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=st.one_of(st.builds(Money, AMOUNTS), st.dates(), st.decimals(0, 10**9, places=4), AMOUNTS))
def test_no_amount_date_rate_or_count_looks_like_a_code(language: str, value: Value) -> None:
    assert not re.search(r"\d{6}", in_writing(value, language))
