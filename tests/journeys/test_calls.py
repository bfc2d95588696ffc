"""Calls as people make them: again, astray, silent, to a person, ended."""

import pytest

from ivr.phone.agents import Outcome
from tests.journeys.conftest import Phones
from tests.phone.caller import Person

ENGLISH = "en-GB"
CUSTOMER, PHONE = "198507099805#", "+46701740605"


@pytest.fixture
def customer(caller: Phones) -> Person:
    return caller(PHONE).dials_in(ENGLISH).enters(CUSTOMER)


@pytest.fixture
def verified(customer: Person) -> Person:
    return customer.enters("{code}").hears("you can spend")


def test_the_language_comes_first_and_then_the_identifier_with_its_options(caller: Phones) -> None:
    person = caller().dials().hears("welcome to the credit line", "for English, press 1", "för svenska, tryck 2")
    person.presses("1").hears("press 1, then hash", "press 2, then hash", "press 0, then hash")


def test_hears_the_figures_again(verified: Person) -> None:
    verified.presses("1").hears("you can spend")


def test_a_hash_after_the_code_only_tells_the_summary_again(customer: Person) -> None:
    customer.enters("{code}#").hears("you can spend").does_not_hear("that key")


def test_silence_in_the_menu_says_the_options_without_the_figures(verified: Person) -> None:
    verified.stays_silent().hears("I did not hear a key", "press 1").does_not_hear("kronor")
    verified.stays_silent().stays_silent().hears("please hold")


def test_a_key_without_a_meaning_is_asked_again(verified: Person) -> None:
    verified.presses("7").hears("that key does nothing here").presses("9").hears("goodbye")
    assert verified.ended


def test_a_person_is_reached_from_the_greeting(caller: Phones) -> None:
    person = caller().dials_in(ENGLISH).enters("0#").hears("connecting you to a person", "thank you for calling")
    assert person.ended


def test_something_wrong_reaches_a_specialist_without_verification(caller: Phones) -> None:
    caller().dials_in(ENGLISH).enters("2#").hears("one of our specialists")


def test_new_callers_hear_the_open_offers(caller: Phones) -> None:
    offers = caller().dials_in(ENGLISH).enters("1#")
    offers.hears("kontotyp 1", "fifty thousand kronor", "thirty thousand kronor").does_not_hear("kontotyp 2")
    offers.presses("1").hears("kontotyp 1").presses("2").hears("key your personal number")


def test_a_slip_of_the_finger_is_taken_back_with_star(caller: Phones) -> None:
    caller(PHONE).dials_in(ENGLISH).enters(f"1985*{CUSTOMER}").hears("a six-digit code").enters("12*345").hears(
        "starting over"
    ).enters("{code}").hears("you can spend")


def test_a_mistyped_number_is_asked_again_without_blame(caller: Phones) -> None:
    person = caller().dials_in(ENGLISH).enters("198507099806#").hears("I could not read that number")
    person.does_not_hear("invalid", "illegal", "wrong number")


def test_waiting_for_the_code_is_patient(customer: Person) -> None:
    customer.stays_silent().hears("take your time", "to have a new code sent, press 1")
    customer.stays_silent().hears("I am still here").enters("{code}").hears("you can spend")


def test_whoever_gets_no_code_gets_a_person(customer: Person) -> None:
    customer.stays_silent().stays_silent().stays_silent().hears("a person will help you")


def test_a_new_code_too_soon_is_put_off_and_the_first_one_still_counts(customer: Person) -> None:
    customer.stays_silent().enters("1#").hears("still on its way").enters("{code}").hears("you can spend")


def test_three_wrong_codes_lead_to_the_same_words_as_for_everybody_and_to_a_person(customer: Person) -> None:
    code = customer.newest_code()
    for guess in ("000000", "000001", "000002"):
        customer.enters(guess if guess != code else "000003")
    customer.hears("we could not match what you keyed").presses("1").hears("a person will help you")


def test_a_code_counts_in_its_own_call_only(customer: Person, caller: Phones) -> None:
    code = customer.newest_code()
    caller(PHONE).dials_in(ENGLISH).enters(CUSTOMER).enters(code).hears("that code did not match")
    customer.enters(code).hears("you can spend")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.BUSY, "everybody is talking to somebody else"),
        (Outcome.NO_ANSWER, "nobody has answered"),
        (Outcome.NOT_TAKEN, "nobody could take your call"),
        (Outcome.FAILED, "I could not reach anybody"),
    ],
)
def test_an_agent_who_is_not_reached_is_told_with_a_next_step(caller: Phones, outcome: Outcome, words: str) -> None:
    person = caller(agents=[outcome]).dials_in(ENGLISH).enters("0#")
    person.hears("trying somebody else", words, "to try again, press 1", "press 9").presses("9").hears("goodbye")


def test_the_second_number_of_a_queue_may_take_the_call(caller: Phones) -> None:
    person = caller(agents=[Outcome.BUSY, Outcome.TAKEN]).dials_in(ENGLISH).enters("0#")
    person.hears("trying somebody else", "thank you for calling")


def test_a_voicemail_box_does_not_swallow_the_call(caller: Phones) -> None:
    person = caller(agents=[Outcome.NOT_TAKEN, Outcome.NOT_TAKEN, Outcome.TAKEN]).dials_in(ENGLISH).enters("0#")
    person.hears("nobody could take your call").presses("1").hears("thank you for calling")


def test_when_nobody_is_there_at_all_the_call_ends_with_words(caller: Phones) -> None:
    person = caller(agents=[Outcome.NO_ANSWER]).dials_in(ENGLISH).enters("0#").presses("1").presses("1")
    person.hears("please call again a little later")
    assert person.ended


def test_hanging_up_while_waiting_for_the_code_is_fine(customer: Person) -> None:
    customer.hangs_up()
    assert customer.ended
