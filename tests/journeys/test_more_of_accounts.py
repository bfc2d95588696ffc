"""What demo customers hear of their accounts when they ask for more, in both languages, and as a text."""

from dataclasses import dataclass

import pytest

from ivr.prompts.catalogue import LANGUAGES
from tests.journeys.conftest import Phones
from tests.journeys.test_demo_people import ENGLISH, PHONES, SWEDISH
from tests.journeys.test_signing import NUMBERS
from tests.phone.caller import Person
from tests.wording import words_of


@dataclass(frozen=True)
class More:
    """One row: what that person is told on request, by language, and never. `option`: the key to ask with."""

    key: str
    english: tuple[str, ...]
    swedish: tuple[str, ...]
    never: tuple[str, ...] = ()
    option: str = "4"

    def hears(self, language: str) -> tuple[str, ...]:
        return {ENGLISH: self.english, SWEDISH: self.swedish}[language]


IN_CASH = ("in cash", "kontant")
NOT_OPEN = (*IN_CASH, "of your credit you have used", "av din kredit")

CUSTOMERS = (
    More(
        "customer-open",
        (
            "you have used twelve thousand, three hundred and forty-five kronor and fifty öre",
            "you can withdraw ten thousand kronor in cash",
            "we received one thousand, two hundred and fifty kronor from you",
            "we received one thousand, three hundred and ten kronor and fifty öre from you",
            "you are registered for our online services",
        ),
        (
            "du har använt tolvtusen trehundrafyrtiofem kronor och femtio öre",
            "du kan ta ut tiotusen kronor kontant",
            "vi fick ettusen tvåhundrafemtio kronor av dig",
            "vi fick ettusen trehundratio kronor och femtio öre av dig",
            "du är registrerad för våra tjänster på nätet",
        ),
        ("these figures are from", "uppgifterna är från"),
    ),
    More(
        "customer-arrears",
        (
            "two thousand, four hundred and eighty kronor is still to be paid. we can help",
            "we received nine hundred and eighty kronor from you",
        ),
        (
            "återstår tvåtusen fyrahundraåttio kronor att betala. vi hjälper dig gärna",
            "vi fick niohundraåttio kronor av dig",
        ),
        IN_CASH,
    ),
    More("customer-new", ("your first bill has not been made yet",), ("din första faktura",), IN_CASH),
    More("customer-closed", ("nothing is left to pay",), ("inget kvar att betala",), NOT_OPEN),
    More(
        "customer-paydown",
        ("twelve thousand, four hundred kronor left to pay", "we received six hundred and twenty kronor from you"),
        ("tolvtusen fyrahundra kronor kvar att betala", "vi fick sexhundratjugo kronor av dig"),
        NOT_OPEN,
    ),
)


def verified(caller: Phones, key: str, language: str) -> Person:
    return caller(PHONES[key]).dials_in(language).enters(f"{NUMBERS[key]}#").enters("{code}")


def listens_to_the_end(person: Person, option: str = "4") -> str:
    """All pages of what is told, lower-case."""
    told = [person.presses(option).heard]
    while words_of("option-go-on", person.language) in person.heard:
        told.append(person.presses("2").heard)
    return " ".join(told).lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", CUSTOMERS, ids=lambda more: more.key)
def test_hears_more_on_request(caller: Phones, more: More, language: str) -> None:
    person = verified(caller, more.key, language)
    told = listens_to_the_end(person)
    assert [phrase for phrase in more.hears(language) if phrase not in told] == []
    assert [phrase for phrase in more.never if phrase in told] == []


def test_a_customer_gets_more_of_an_account_as_a_text(caller: Phones) -> None:
    person = verified(caller, "customer-open", SWEDISH)
    listens_to_the_end(person)
    person.presses("2").hears_prompt("texted")
    text = person.newest_text()
    assert "Du har använt 12 345,50 kr av din kredit." in text
    assert "Vi fick 1 310,50 kr av dig" in text
