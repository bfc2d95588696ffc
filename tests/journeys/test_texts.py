"""What was told, as a text to the phone on record: in the own language of whoever it is for, whatever was spoken."""

import pytest

from ivr.prompts.catalogue import LANGUAGES
from tests.journeys.conftest import Phones

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def test_a_customer_gets_the_figures_and_how_to_pay(caller: Phones, language: str) -> None:
    person = caller("+46701740605").dials_in(language).enters("198507099805#").enters("{code}")
    person.presses("3").hears_prompt("texted", "option-again")
    assert "37 654,50 kr kvar att använda" in person.newest_text()
    person.presses("4").presses("2").presses("2").presses("3").hears_prompt("texted")
    text = person.newest_text()
    assert "bankgiro 5050-1050" in text
    assert "5010 0001" in text


def test_an_applicant_gets_how_the_application_stands(caller: Phones, language: str) -> None:
    person = caller("+46701740622").dials_in(language).enters("199001629931#").enters("{code}").presses("3")
    person.hears_prompt("texted", "option-sign")
    assert "Your application for 15,000.00 kr is granted" in person.newest_text()
