"""A call for every demo person: what must be heard and what must not, within 45 seconds from identifier to answer."""

from dataclasses import dataclass

import pytest

from ivr.phone.log import Who
from tests.journeys.conftest import Phones
from tests.phone.caller import Person

LONGEST_SECONDS = 45
FIGURES = ("kronor", "krona", "öre")


@dataclass(frozen=True)
class Expected:
    """One row of the house plan's table of demo people, and what the line says to that person."""

    key: str
    number: str
    hears: tuple[str, ...]
    never: tuple[str, ...] = ()


PEOPLE = (
    Expected(
        "customer-open",
        "198507099805",
        (
            "thirty-seven thousand, six hundred and fifty-four kronor and fifty öre",
            "your limit is fifty thousand kronor",
            "one thousand, two hundred and fifty kronor, due on",
            "the twenty-eighth of",
        ),
        ("earlier bills", "application", "closed"),
    ),
    Expected(
        "customer-new",
        "196203149817",
        ("your limit is twenty thousand kronor", "first bill has not been made"),
        ("earlier bills", "due on"),
    ),
    Expected(
        "customer-arrears",
        "199111309820",
        (
            "from earlier bills, two thousand, four hundred and eighty kronor is still to be paid",
            "your limit is thirty thousand kronor",
        ),
    ),
    Expected("customer-chargeoff", "197802219837", ("one of our specialists",), (*FIGURES, "charge")),
    Expected("customer-closed", "200106059843", ("your account is closed",), ("you can spend", "your limit")),
    Expected("customer-fraud", "195510179855", ("one of our specialists",), (*FIGURES, "fraud")),
    Expected(
        "customer-paydown",
        "196908289868",
        ("your account is cancelled", "twelve thousand, four hundred kronor left to pay"),
        ("you can spend", "your limit"),
    ),
    Expected(
        "applicant-ready",
        "198304029872",
        ("your application for twenty-five thousand kronor is granted and waits for your signature",),
        ("you can spend", "your limit"),
    ),
    Expected("applicant-kyc", "199612199886", ("waits until we have checked your identity",), ("granted",)),
    Expected("applicant-kyc-failed", "197405119897", ("we could not check your identity",), ("granted",)),
    Expected("applicant-signing", "198801239909", ("is being signed right now",)),
    Expected("applicant-signing-failed", "200309169910", ("the signing of your agreement", "did not go through")),
    Expected("applicant-rejected", "196703039955", ("we were not able to grant your application",)),
    Expected("applicant-two", "199307279969", ("you have two applications",)),
    Expected("applicant-pep", "195809029977", ("one of us goes through the last questions",), ("granted", "PEP")),
    Expected("customer-also-applicant", "198108159941", ("you can spend", "your limit")),
    Expected("customer-over-100", "192406079927", ("you can spend", "your limit")),
    Expected(
        "applicant-coordination",
        "199001629931",
        ("your application for fifteen thousand kronor is granted and waits for your signature",),
    ),
)
PHONES = {person.key: f"+467017406{place:02}" for place, person in enumerate(PEOPLE, start=5)}


def verified(person: Person, expected: Expected) -> Person:
    return person.dials().enters(f"{expected.number}#").enters("{code}")


def seconds_to_answer(person: Person) -> float:
    """Of the line's speech after the identifier, every prompt to its end."""
    keyed = next(place for place, entry in enumerate(person.log.entries) if entry.who is Who.CALLER)
    return sum(entry.seconds for entry in person.log.entries[keyed:] if entry.who is Who.LINE)


@pytest.mark.parametrize("expected", PEOPLE, ids=lambda expected: expected.key)
def test_hears_what_concerns_them(caller: Phones, expected: Expected) -> None:
    person = verified(caller(PHONES[expected.key]), expected)
    person.hears(*expected.hears).does_not_hear(*expected.never)
    assert seconds_to_answer(person) <= LONGEST_SECONDS


@pytest.mark.parametrize("expected", PEOPLE, ids=lambda expected: expected.key)
def test_nothing_personal_is_said_before_the_code(caller: Phones, expected: Expected) -> None:
    person = caller(PHONES[expected.key]).dials().enters(f"{expected.number}#")
    person.hears("if we know you").does_not_hear(*FIGURES)
    person.enters("000000") if person.newest_code() != "000000" else person.enters("000001")
    person.hears("that code did not match").does_not_hear(*FIGURES)


def test_a_number_in_no_table_hears_the_same_and_is_never_verified(caller: Phones) -> None:
    known, unknown = caller(PHONES["customer-open"]).dials(), caller().dials()
    script = [("198507099805#", "197207049987#"), *[("000000", "000000")] * 3]
    for known_keys, unknown_keys in script:
        known.enters(known_keys)
        unknown.enters(unknown_keys)
        assert known.heard == unknown.heard
    unknown.hears("we could not match what you keyed", "for a person, press 0")


def test_the_customer_number_opens_the_same_account(caller: Phones) -> None:
    person = caller(PHONES["customer-open"]).dials().enters("10000001#").enters("{code}")
    person.hears("thirty-seven thousand, six hundred and fifty-four kronor")


def test_ten_digits_are_enough(caller: Phones) -> None:
    person = caller(PHONES["customer-open"]).dials().enters("8507099805#").enters("{code}")
    person.hears("thirty-seven thousand, six hundred and fifty-four kronor")
