"""A call for every demo person: what must be heard and what not, in 45 s and 3 prompts from identifier to answer."""

from dataclasses import dataclass

import pytest

from ivr.phone.log import Who
from tests.journeys.conftest import Phones
from tests.phone.caller import Person

LONGEST_SECONDS = 45
MOST_PROMPTS = 3
FIGURES = ("kronor", "krona", "öre")
ENGLISH, SWEDISH = "en-GB", "sv-SE"


@dataclass(frozen=True)
class Expected:
    """One row of the house plan's table of demo people: what the line says to that person, by language, and never."""

    key: str
    number: str
    english: tuple[str, ...]
    swedish: tuple[str, ...]
    never: tuple[str, ...] = ()

    @property
    def hears(self) -> dict[str, tuple[str, ...]]:
        return {ENGLISH: self.english, SWEDISH: self.swedish}


PEOPLE = (
    Expected(
        "customer-open",
        "198507099805",
        (
            "thirty-seven thousand, six hundred and fifty-four kronor and fifty öre",
            "your limit is fifty thousand kronor",
            "due on",
            "the twenty-eighth of",
            "one thousand, two hundred and fifty kronor",
        ),
        (
            "trettiosjutusen sexhundrafemtiofyra kronor och femtio öre",
            "din kreditgräns är femtiotusen kronor",
            "tvåhundrafemtio kronor och förfaller",
            "den tjugoåttonde",
        ),
        ("earlier bills", "tidigare fakturor", "application", "ansökan", "closed", "avslutat"),
    ),
    Expected(
        "customer-new",
        "196203149817",
        ("your limit is twenty thousand kronor", "first bill has not been made"),
        ("din kreditgräns är tjugotusen kronor", "din första faktura är inte klar"),
        ("earlier bills", "tidigare fakturor", "due on", "förfaller"),
    ),
    Expected(
        "customer-arrears",
        "199111309820",
        (
            "from earlier bills, two thousand, four hundred and eighty kronor is still to be paid",
            "your limit is thirty thousand kronor",
        ),
        (
            "från tidigare fakturor återstår tvåtusen fyrahundraåttio kronor",
            "din kreditgräns är trettiotusen kronor",
        ),
    ),
    Expected(
        "customer-chargeoff",
        "197802219837",
        ("one of our specialists",),
        ("en av våra specialister",),
        (*FIGURES, "charge"),
    ),
    Expected(
        "customer-closed",
        "200106059843",
        ("your account is closed",),
        ("ditt konto är avslutat",),
        ("you can spend", "kvar att använda", "your limit", "kreditgräns"),
    ),
    Expected(
        "customer-fraud",
        "195510179855",
        ("one of our specialists",),
        ("en av våra specialister",),
        (*FIGURES, "fraud", "bedrägeri"),
    ),
    Expected(
        "customer-paydown",
        "196908289868",
        ("your account is cancelled", "twelve thousand, four hundred kronor left to pay"),
        ("ditt konto är uppsagt", "tolvtusen fyrahundra kronor kvar att betala"),
        ("you can spend", "kvar att använda", "your limit", "kreditgräns"),
    ),
    Expected(
        "applicant-ready",
        "198304029872",
        ("your application for twenty-five thousand kronor is granted and waits for your signature",),
        ("din ansökan om tjugofemtusen kronor är beviljad och väntar på att du signerar",),
        ("you can spend", "kvar att använda", "your limit", "kreditgräns"),
    ),
    Expected(
        "applicant-kyc",
        "199612199886",
        ("waits until we have checked your identity",),
        ("väntar på att vi kontrollerar din identitet",),
        ("granted", "beviljad"),
    ),
    Expected(
        "applicant-kyc-failed",
        "197405119897",
        ("we could not check your identity",),
        ("vi inte kunde kontrollera din identitet",),
        ("granted", "beviljad"),
    ),
    Expected("applicant-signing", "198801239909", ("is being signed right now",), ("signeras just nu",)),
    Expected(
        "applicant-signing-failed",
        "200309169910",
        ("the signing of your agreement", "did not go through"),
        ("signeringen av ditt avtal", "blev inte klar"),
    ),
    Expected(
        "applicant-rejected",
        "196703039955",
        ("we were not able to grant your application",),
        ("vi kunde inte bevilja din ansökan",),
    ),
    Expected("applicant-two", "199307279969", ("you have two applications",), ("du har två ansökningar",)),
    Expected(
        "applicant-pep",
        "195809029977",
        ("one of us goes through the last questions",),
        ("en medarbetare går igenom de sista frågorna",),
        ("granted", "beviljad", "PEP"),
    ),
    Expected(
        "customer-also-applicant",
        "198108159941",
        (
            "you can spend eighteen thousand, three hundred kronor",
            "your limit is twenty-five thousand kronor",
            "you also have an application that waits for your signature",
        ),
        (
            "artontusen trehundra kronor kvar att använda",
            "din kreditgräns är tjugofemtusen kronor",
            "du har också en ansökan som väntar på att du signerar",
        ),
        ("twenty thousand kronor", "tjugotusen kronor"),
    ),
    Expected("customer-over-100", "192406079927", ("you can spend", "your limit"), ("kvar att använda",)),
    Expected(
        "applicant-coordination",
        "199001629931",
        ("your application for fifteen thousand kronor is granted and waits for your signature",),
        ("din ansökan om femtontusen kronor är beviljad och väntar på att du signerar",),
    ),
    Expected(
        "applicant-started",
        "199402149992",
        ("your application for twenty thousand kronor is not complete", "ask a person"),
        ("din ansökan om tjugotusen kronor är inte klar", "ta hjälp av en medarbetare"),
        ("granted", "beviljad", "sign", "signera"),
    ),
)
PHONES = {person.key: f"+467017406{place:02}" for place, person in enumerate(PEOPLE, start=5)}
NOT_MATCHED = {ENGLISH: "that code did not match", SWEDISH: "koden stämde inte"}

languages = pytest.mark.parametrize("language", [ENGLISH, SWEDISH])
everybody = pytest.mark.parametrize("expected", PEOPLE, ids=lambda expected: expected.key)


def seconds_to_answer(person: Person) -> float:
    """Of the line's speech after the identifier, every prompt to its end."""
    inputs = [place for place, entry in enumerate(person.log.entries) if entry.who is Who.CALLER]
    _language, identifier, *_ = inputs
    return sum(entry.seconds for entry in person.log.entries[identifier:] if entry.who is Who.LINE)


def prompts_to_answer(person: Person) -> int:
    """Documents after the identifier, the answer among them."""
    _language, *answered = [entry for entry in person.log.entries if entry.who is Who.CALLER]
    return len(answered)


@languages
@everybody
def test_each_demo_person_hears_what_concerns_them(caller: Phones, expected: Expected, language: str) -> None:
    person = caller(PHONES[expected.key]).dials_in(language).enters(f"{expected.number}#").enters("{code}")
    person.hears(*expected.hears[language]).does_not_hear(*expected.never)
    assert seconds_to_answer(person) <= LONGEST_SECONDS
    assert prompts_to_answer(person) <= MOST_PROMPTS


@languages
@everybody
def test_nothing_personal_is_said_before_the_code(caller: Phones, expected: Expected, language: str) -> None:
    person = caller(PHONES[expected.key]).dials_in(language).enters(f"{expected.number}#").does_not_hear(*FIGURES)
    person.enters("000000" if person.newest_code() != "000000" else "000001")
    person.hears(NOT_MATCHED[language]).does_not_hear(*FIGURES)


@languages
def test_a_number_in_no_table_hears_the_same_and_is_never_verified(caller: Phones, language: str) -> None:
    known, unknown = caller(PHONES["customer-open"]).dials_in(language), caller().dials_in(language)
    for known_keys, unknown_keys in [("198507099805#", "197207049987#"), *[("000000", "000000")] * 3]:
        known.enters(known_keys)
        unknown.enters(unknown_keys)
        assert known.heard == unknown.heard
    unknown.hears({ENGLISH: "we could not match", SWEDISH: "kunde tyvärr inte bekräfta"}[language])


@pytest.mark.parametrize("entry", ["10000001#", "8507099805#"], ids=["customer number", "ten digits"])
def test_other_identifiers_open_the_same_account(caller: Phones, entry: str) -> None:
    person = caller(PHONES["customer-open"]).dials_in(ENGLISH).enters(entry).enters("{code}")
    person.hears("thirty-seven thousand, six hundred and fifty-four kronor")
