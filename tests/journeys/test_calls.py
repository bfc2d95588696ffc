"""Calls as people make them: again, astray, silent, impatient, to a person, ended. In every language of the line."""

import pytest

from ivr.phone.agents import Outcome
from ivr.prompts.catalogue import LANGUAGES
from tests.journeys.conftest import Phones
from tests.phone.caller import Person

CUSTOMER, PHONE, AVAILABLE = "198507099805#", "+46701740605", "37654.50"
FIGURES = ("kronor", "krona", "öre")

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def somebody(caller: Phones, language: str) -> Person:
    """At the first question after the language, from a number in no table."""
    return caller().dials_in(language)


@pytest.fixture
def customer(caller: Phones, language: str) -> Person:
    """Has keyed a personal number and waits for the code."""
    return caller(PHONE).dials_in(language).enters(CUSTOMER).hears_prompt("code-first")


@pytest.fixture
def verified(customer: Person) -> Person:
    return customer.enters("{code}").hears_amount(AVAILABLE)


def another_code(code: str, place: int = 0) -> str:
    """One that was not sent."""
    return [guess for guess in ("000000", "000001", "000002", "000003") if guess != code][place]


def test_the_language_comes_first_and_then_the_identifier_with_its_options(caller: Phones, language: str) -> None:
    person = caller().dials().hears("welcome to the credit line", "for English, press 1", "för svenska, tryck 2")
    person.presses(str(LANGUAGES.index(language) + 1))
    person.language = language
    person.hears_prompt("identifier", "option-new-entry", "option-wrong-entry")
    person.hears_prompt("option-another-entry", "option-person-entry")


def test_hears_the_figures_again(verified: Person) -> None:
    verified.presses("1").hears_amount(AVAILABLE)


def test_a_hash_after_the_code_only_tells_the_summary_again(customer: Person) -> None:
    customer.enters("{code}#").hears_amount(AVAILABLE)


def test_keying_hash_too_often_is_never_a_try(verified: Person) -> None:
    for _ in range(5):
        verified.presses("#").hears_amount(AVAILABLE)


def test_silence_in_the_menu_says_the_options_without_the_figures(verified: Person) -> None:
    verified.stays_silent().hears_prompt("menu-silent-1", "option-again").does_not_hear(*FIGURES)
    verified.stays_silent().stays_silent().hears_prompt("transfer-not-understood")


def test_a_key_without_a_meaning_is_asked_again(verified: Person) -> None:
    verified.presses("7").hears_prompt("menu-unreadable-1").presses("9").hears_prompt("goodbye-ended")
    assert verified.ended


def test_a_person_is_reached_from_the_greeting(somebody: Person) -> None:
    somebody.enters("0#").hears_prompt("transfer-asked", "goodbye-talked")
    assert somebody.ended


def test_something_wrong_reaches_a_specialist_without_verification(somebody: Person) -> None:
    somebody.enters("2#").hears_prompt("transfer-something-wrong")


def test_calling_for_another_person_or_after_a_death_reaches_a_specialist_with_kind_words(somebody: Person) -> None:
    somebody.enters("3#").hears_prompt("transfer-for-another").does_not_hear(*FIGURES)


def test_new_callers_hear_the_open_offers(somebody: Person) -> None:
    somebody.enters("1#").hears("kontotyp 1", "kontotyp 3").does_not_hear("kontotyp 2")
    somebody.hears_amount("50000").hears_amount("30000")
    somebody.presses("1").hears("kontotyp 1").presses("2").hears_prompt("identifier")


def test_new_callers_get_a_link_to_apply_on_the_number_they_call_from(caller: Phones, language: str) -> None:
    person = caller("+46701740682").dials_in(language).enters("1#").hears_prompt("option-link")
    person.presses("3").hears_prompt("linked", "option-identify")
    assert "https://apply.example/" in person.newest_text()


@pytest.mark.parametrize("number", ["anonymous", "+46313900600"])
def test_no_link_goes_to_a_number_that_takes_no_texts_and_there_are_other_ways(
    caller: Phones, language: str, number: str
) -> None:
    person = caller(number).dials_in(language).enters("1#").presses("3")
    person.hears_prompt("no-number", "option-person").presses("0").hears_prompt("transfer-asked")


def test_a_slip_of_the_finger_is_taken_back_with_star(caller: Phones, language: str) -> None:
    person = caller(PHONE).dials_in(language).enters(f"1985*{CUSTOMER}").hears_prompt("code-first")
    person.enters("12*345").hears_prompt("code-started-over").enters("{code}").hears_amount(AVAILABLE)


def test_a_wrong_number_of_digits_is_asked_again_and_then_a_person_helps(somebody: Person) -> None:
    somebody.enters("198507099806#").hears_prompt("identifier-unreadable-1")
    somebody.enters("123#").hears_prompt("identifier-unreadable-2")
    somebody.enters("1234567890123456#").hears_prompt("transfer-not-understood")


def test_five_digits_are_no_code_and_no_wrong_code(customer: Person) -> None:
    customer.enters("12345#").hears_prompt("code-unreadable-1").enters("123#").hears_prompt("code-unreadable-2")
    customer.enters("{code}").hears_amount(AVAILABLE)


def test_waiting_for_the_code_is_patient(customer: Person) -> None:
    customer.stays_silent().hears_prompt("code-patient-2", "option-resend-entry")
    customer.stays_silent().hears_prompt("code-patient-3").enters("{code}").hears_amount(AVAILABLE)


def test_whoever_gets_no_code_gets_a_person(customer: Person) -> None:
    customer.stays_silent().stays_silent().stays_silent().hears_prompt("transfer-no-code")


def test_whoever_gives_up_waiting_asks_for_a_person(customer: Person) -> None:
    customer.stays_silent().enters("0#").hears_prompt("transfer-asked")


def test_a_new_code_too_soon_is_put_off_and_the_first_one_still_counts(customer: Person) -> None:
    customer.stays_silent().enters("1#").hears_prompt("code-too-soon").enters("{code}").hears_amount(AVAILABLE)


def test_three_wrong_codes_lead_to_the_words_for_everybody_and_to_a_person(customer: Person) -> None:
    code = customer.newest_code()
    for place in range(3):
        customer.enters(another_code(code, place))
    customer.hears_prompt("not-verified").does_not_hear(*FIGURES)
    customer.presses("1").hears_prompt("transfer-no-try-left")


def test_a_code_counts_in_its_own_call_only(customer: Person, caller: Phones, language: str) -> None:
    code = customer.newest_code()
    other = caller(PHONE).dials_in(language).enters(CUSTOMER)
    other.enters(code).hears_prompt("code-wrong-1")
    customer.enters(code).hears_amount(AVAILABLE)


def test_one_person_on_two_telephones_is_answered_on_both(caller: Phones, language: str) -> None:
    first = caller(PHONE).dials_in(language).enters(CUSTOMER)
    first_code = first.newest_code()
    caller("+46701740681", mailbox=PHONE).dials_in(language).enters(CUSTOMER).enters("{code}").hears_amount(AVAILABLE)
    first.enters(first_code).hears_amount(AVAILABLE)


@pytest.mark.parametrize("number", ["anonymous", "", "+266696687", "+86282452253"])
def test_a_withheld_number_is_no_hindrance(caller: Phones, language: str, number: str) -> None:
    person = caller(number, mailbox=PHONE).dials_in(language).enters(CUSTOMER).enters("{code}")
    person.hears_amount(AVAILABLE).presses("0").hears_prompt("transfer-asked", "goodbye-talked")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.BUSY, "missed-busy"),
        (Outcome.NO_ANSWER, "missed-no-answer"),
        (Outcome.NOT_TAKEN, "missed-not-taken"),
        (Outcome.FAILED, "missed-failed"),
    ],
)
def test_an_agent_who_is_not_reached_is_told_with_a_next_step(
    caller: Phones, language: str, outcome: Outcome, words: str
) -> None:
    person = caller(agents=[outcome]).dials_in(language).enters("0#")
    person.hears_prompt("transfer-next", words, "option-try-again", "option-end")
    person.presses("9").hears_prompt("goodbye-ended")


def test_the_second_number_of_a_queue_may_take_the_call(caller: Phones, language: str) -> None:
    person = caller(agents=[Outcome.BUSY, Outcome.TAKEN]).dials_in(language).enters("0#")
    person.hears_prompt("transfer-next", "goodbye-talked")


def test_a_voicemail_box_does_not_swallow_the_call(caller: Phones, language: str) -> None:
    person = caller(agents=[Outcome.NOT_TAKEN, Outcome.NOT_TAKEN, Outcome.TAKEN]).dials_in(language).enters("0#")
    person.hears_prompt("missed-not-taken").presses("1").hears_prompt("goodbye-talked")


def test_whoever_reaches_nobody_can_be_called_back_on_the_number_they_call_from(caller: Phones, language: str) -> None:
    person = caller(agents=[Outcome.BUSY]).dials_in(language).enters("3#").hears_prompt("missed-busy")
    assert person.presses("2").hears_prompt("goodbye-call-back").ended


def test_a_verified_caller_is_called_back_on_the_registered_phone(caller: Phones, language: str) -> None:
    person = caller(PHONE, agents=[Outcome.BUSY]).dials_in(language).enters(CUSTOMER).enters("{code}").presses("0")
    person.presses("2").hears_prompt("goodbye-call-back-registered").does_not_hear(*FIGURES)
    assert person.ended


def test_where_there_is_no_number_to_call_back_somebody_is_tried_again(caller: Phones, language: str) -> None:
    person = caller("anonymous", agents=[Outcome.BUSY, Outcome.BUSY, Outcome.TAKEN]).dials_in(language).enters("0#")
    person.presses("2").hears_prompt("missed-no-number", "option-try-again")
    assert person.presses("1").hears_prompt("goodbye-talked").ended


def test_when_nobody_is_there_at_all_the_call_ends_with_words(caller: Phones, language: str) -> None:
    person = caller(agents=[Outcome.NO_ANSWER]).dials_in(language).enters("0#").presses("1").presses("1")
    person.hears_prompt("goodbye-nobody")
    assert person.ended


@pytest.mark.parametrize("acts", [[], [CUSTOMER], [CUSTOMER, "{code}"], [CUSTOMER, "{code}", "1"], ["1#"]])
def test_hanging_up_is_possible_anywhere_and_leaves_the_line_fine(
    caller: Phones, language: str, acts: list[str]
) -> None:
    person = caller(PHONE).dials_in(language)
    for keys in acts:
        person.enters(keys)
    person.hangs_up()
    assert person.ended
    assert person.requests[-1].path == "/voice/status"
