"""What demo applicants hear of their applications when they ask for more, in both languages, and as a text."""

import pytest

from ivr.prompts.catalogue import LANGUAGES
from tests.journeys.conftest import Phones
from tests.journeys.test_demo_people import ENGLISH, SWEDISH
from tests.journeys.test_more_of_accounts import More, listens_to_the_end, verified

RATES = ("nominal interest rate", "nominella räntan")

APPLICANTS = (
    More(
        "applicant-ready",
        (
            "your identity has been checked. only your signature is missing, and you can sign by phone",
            "you are registered for our online services",
            "the nominal interest rate is thirty-five percent a year",
            "that comes to forty-one point two percent a year",
            "the effective rate, with all costs, is forty-five point three percent",
        ),
        (
            "din identitet är kontrollerad. det enda som saknas är att du signerar",
            "du är registrerad för våra tjänster på nätet",
            "den nominella räntan är trettiofem procent per år",
            "blir det fyrtioett komma två procent per år",
            "den effektiva räntan, med alla kostnader, är fyrtiofem komma tre procent",
        ),
    ),
    More(
        "applicant-kyc",
        ("your identity has not been checked yet. there is nothing that you have to do", "not registered"),
        ("din identitet är inte kontrollerad än. du behöver inte göra något", "inte registrerad"),
        option="3",
    ),
    More(
        "applicant-kyc-failed",
        ("we could not check your identity. one of us can help you on", "identity document"),
        ("vi kunde inte kontrollera din identitet. en medarbetare kan hjälpa dig vidare", "legitimation"),
        option="3",
    ),
    More(
        "applicant-rejected",
        ("one of us can tell you why",),
        ("en medarbetare kan berätta varför",),
        RATES,
        option="3",
    ),
    More(
        "applicant-pep",
        ("a few questions are left",),
        ("några frågor återstår",),
        ("exposed", "utsatt"),
        option="3",
    ),
    More(
        "applicant-started",
        ("some of your answers are missing",),
        ("några uppgifter saknas",),
        ("sign", "signera"),
        option="3",
    ),
)

languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
@pytest.mark.parametrize("more", APPLICANTS, ids=lambda more: more.key)
def test_hears_more_on_request(caller: Phones, more: More, language: str) -> None:
    person = verified(caller, more.key, language)
    told = listens_to_the_end(person, more.option)
    assert [phrase for phrase in more.hears(language) if phrase not in told] == []
    assert [phrase for phrase in more.never if phrase in told] == []


@languages
def test_of_two_says_which_one_and_signs_from_there(caller: Phones, language: str) -> None:
    person = verified(caller, "applicant-two", language)
    person.presses("4").hears_prompt("which-application").presses("2").hears_prompt("kyc-authenticated")
    person.presses("2").hears_prompt("option-sign").presses("2").hears_prompt("terms-documents")
    person.hears_amount("20000")


@languages
def test_a_customer_hears_more_of_the_application_and_comes_back_to_the_account(caller: Phones, language: str) -> None:
    person = verified(caller, "customer-also-applicant", language)
    person.presses("3").presses("4").hears_prompt("kyc-authenticated").stays_silent().stays_silent()
    person.presses("3").hears_amount("18300")


def test_an_applicant_gets_more_of_an_application_as_a_text(caller: Phones) -> None:
    person = verified(caller, "applicant-ready", ENGLISH)
    listens_to_the_end(person)
    person.presses("3").hears_prompt("texted")
    text = person.newest_text()
    assert "Din ansökan om 25 000,00 kr är beviljad" in text
    assert "Den effektiva räntan, med alla kostnader, är 45,3 %." in text


def test_asks_to_be_called_back(caller: Phones) -> None:
    person = verified(caller, "applicant-kyc", SWEDISH)
    listens_to_the_end(person, "3")
    person.presses("3").hears_prompt("goodbye-call-back-registered")
    assert person.ended
