"""What keys and silence mean, as the house plan and ISO/IEC 13714 (keypads) have them."""

from dataclasses import replace

import pytest

from domain.disclosure import Grant, Personal
from domain.identifiers import CustomerNumber, NationalNumber, ShortNationalNumber
from domain.journey import NeedsSpecialist
from domain.requests import CodeAccepted, CodeSent, CodeWrong, NoCodes, Refused, ResendTooSoon
from domain.verification import Level
from ivr.dialogue.context import CallContext, Farewell, Hint, Missed, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.events import AgentTook, DialEnded, DialStatus, Digits, Event, HungUp, NoInput, ServiceFailed
from ivr.dialogue.flow.table import flow, on
from ivr.dialogue.identify_states import (
    AskIdentifier,
    AwaitCode,
    CheckingCode,
    NotVerified,
    ResendingCode,
    StartingVerification,
)
from ivr.dialogue.offer_states import ReadingOffers
from ivr.dialogue.states import Goodbye, NobodyAnswered, ReadingSummary, State, Transferring, greeting
from ivr.dialogue.voice import Queue
from tests.dialogue.following import after

GREETING = greeting(("en-GB",))
CONTEXT = CallContext("en-GB", starts=1)
VERIFIED = replace(CONTEXT, grant=Grant("somebody", Level.VERIFIED))
WAITING = AwaitCode(CONTEXT, "challenge")
MENU = CustomerMenu(VERIFIED, Hint.SILENT, 1)
RINGING = Transferring(CONTEXT, Queue.GENERAL, Reason.ASKED)


def keys(text: str) -> Digits:
    return Digits(text)


@pytest.mark.parametrize(
    ("entry", "identifier"),
    [
        ("198507099805", NationalNumber("198507099805")),
        ("191500722390", NationalNumber("191500722390")),  # a coordination number whose month is unknown
        ("8507099805", ShortNationalNumber("8507099805")),
        ("199001629931", NationalNumber("199001629931")),
        ("10000001", CustomerNumber("10000001")),
        ("1234", CustomerNumber("1234")),
        ("123456789012345", CustomerNumber("123456789012345")),
        ("1985*198507099805", NationalNumber("198507099805")),
        ("*10000001", CustomerNumber("10000001")),
    ],
)
def test_an_entry_is_what_follows_the_last_star(entry: str, identifier: object) -> None:
    assert after(GREETING, keys(entry)) == StartingVerification(GREETING.context, identifier)  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", ["198507099806", "8507099806", "123", "1234567890123456", "12*34"])
def test_what_is_no_identifier_is_asked_again_and_then_goes_to_a_person(entry: str) -> None:
    second, third = after(GREETING, keys(entry)), after(GREETING, keys(entry), keys(entry))
    assert (second.hint, second.tries) == (Hint.UNREADABLE, 1)
    assert (third.hint, third.tries) == (Hint.UNREADABLE, 2)
    assert after(third, keys(entry)) == Transferring(GREETING.context, Queue.GENERAL, Reason.NOT_UNDERSTOOD)


def test_one_digit_entries_are_options() -> None:
    assert after(GREETING, keys("0")).reason is Reason.ASKED
    assert isinstance(after(GREETING, keys("1")), ReadingOffers)
    assert after(GREETING, keys("2")) == Transferring(GREETING.context, Queue.SPECIALIST, Reason.SOMETHING_WRONG)


def test_who_calls_for_another_person_or_after_a_death_reaches_a_specialist_at_the_first_question() -> None:
    for_another = Transferring(GREETING.context, Queue.SPECIALIST, Reason.FOR_ANOTHER)
    assert after(GREETING, keys("3")) == for_another
    assert after(GREETING, keys("12*3")) == for_another


def test_a_lone_star_goes_back_and_is_no_try() -> None:
    assert after(GREETING, keys("*")) == AskIdentifier(GREETING.context, Hint.AGAIN)
    assert after(WAITING, keys("*")) == AskIdentifier(CONTEXT, Hint.AGAIN)


def test_silence_at_the_identifier_is_given_time_and_then_a_person() -> None:
    assert [after(GREETING, *[NoInput()] * n).tries for n in (1, 2)] == [1, 2]
    assert after(GREETING, NoInput(), NoInput(), NoInput()).reason is Reason.NOT_UNDERSTOOD


def test_a_star_in_the_code_starts_it_anew_and_is_no_try() -> None:
    again = after(WAITING, keys("48*291"))
    assert again == replace(WAITING, hint=Hint.STARTED_OVER)
    assert isinstance(after(again, keys("482913")), CheckingCode)


def test_options_count_after_a_star_too() -> None:
    assert after(WAITING, keys("48*0")).reason is Reason.ASKED
    assert isinstance(after(WAITING, keys("4*1")), ResendingCode)


def test_the_wait_for_a_code_has_three_patient_rounds() -> None:
    rounds = [after(WAITING, *[NoInput()] * n) for n in range(3)]
    assert [state.round for state in rounds] == [1, 2, 3]
    assert [state.tries for state in rounds] == [0, 0, 0]
    assert after(rounds[2], NoInput()).reason is Reason.NO_CODE


def test_a_new_code_asked_for_too_soon_is_put_off() -> None:
    waiting = after(WAITING, keys("1"), ResendTooSoon())
    assert (waiting.hint, waiting.resends) == (Hint.TOO_SOON, 1)


def test_a_new_code_begins_the_patience_again() -> None:
    waiting = after(WAITING, NoInput(), keys("1"), CodeSent("challenge"))
    assert (waiting.hint, waiting.round) == (Hint.RESENT, 1)


def test_asking_for_codes_without_end_goes_to_a_person() -> None:
    asking: list[Event] = [keys("1"), CodeSent("challenge")]
    assert after(WAITING, *asking * 3, keys("1")).reason is Reason.NO_CODE


def test_the_third_wrong_code_is_not_verified_and_from_there_a_person_helps() -> None:
    guess: list[Event] = [keys("111111"), CodeWrong()]
    last = after(WAITING, *guess * 3)
    assert isinstance(last, NotVerified)
    assert after(last, keys("1")).reason is Reason.NO_TRY_LEFT


def test_after_a_wrong_code_a_new_one_is_offered() -> None:
    assert after(WAITING, keys("111111"), CodeWrong()).round == 2


def test_not_verified_may_try_again_while_starts_are_left() -> None:
    failed = after(WAITING, keys("111111"), Refused())
    assert after(failed, keys("1")) == AskIdentifier(failed.context, Hint.AGAIN)
    exhausted = replace(failed, context=replace(failed.context, starts=3))
    assert after(exhausted, keys("1")).reason is Reason.NO_TRY_LEFT


def test_an_account_of_which_nothing_is_read_goes_to_the_specialists_once_verified() -> None:
    accepted = CodeAccepted(Grant("somebody", Level.VERIFIED), Personal("somebody", (), NeedsSpecialist()))
    transfer = after(WAITING, keys("482913"), accepted)
    assert (transfer.queue, transfer.reason) == (Queue.SPECIALIST, Reason.SPECIALIST)
    assert transfer.context.level is Level.VERIFIED


@pytest.mark.parametrize("key", ["1", "#"])
def test_in_a_menu_a_hash_only_tells_the_summary_again(key: str) -> None:
    assert isinstance(after(MENU, keys(key)), ReadingSummary)


def test_a_hash_is_no_try_where_nobody_is_verified() -> None:
    failed = NotVerified(CONTEXT)
    assert after(failed, keys("#")) == failed


def test_menus_end_at_nine_and_reach_people_at_zero() -> None:
    assert after(MENU, keys("9")) == Goodbye(VERIFIED, Farewell.ENDED)
    assert after(MENU, keys("0")) == Transferring(VERIFIED, Queue.GENERAL, Reason.ASKED)


@pytest.mark.parametrize("working", [StartingVerification, CheckingCode, ResendingCode, ReadingSummary, ReadingOffers])
def test_a_failing_service_leads_to_a_person(working: type[State]) -> None:
    ways: dict[type[State], State] = {
        StartingVerification: after(GREETING, keys("10000001")),
        CheckingCode: after(WAITING, keys("482913")),
        ResendingCode: after(WAITING, keys("1")),
        ReadingSummary: after(MENU, keys("1")),
        ReadingOffers: after(GREETING, keys("1")),
    }
    assert after(ways[working], ServiceFailed()).reason is Reason.FAILURE


def ended(status: DialStatus, *, bridged: bool = False, more: bool = False) -> DialEnded:
    return DialEnded(status, bridged, more)


def test_a_transfer_succeeded_when_the_agent_pressed_the_key_and_was_connected() -> None:
    talked = after(RINGING, AgentTook(), ended(DialStatus.COMPLETED, bridged=True))
    assert talked == Goodbye(CONTEXT, Farewell.TALKED)


def test_a_voicemail_box_that_answers_takes_no_call() -> None:
    missed = after(RINGING, ended(DialStatus.COMPLETED, bridged=True))
    assert (type(missed), missed.missed) == (NobodyAnswered, Missed.NOT_TAKEN)


def test_the_next_number_rings_and_must_be_taken_anew() -> None:
    following = after(RINGING, AgentTook(), ended(DialStatus.NO_ANSWER, more=True))
    assert (following.target, following.taken) == (1, False)


@pytest.mark.parametrize(
    ("status", "missed"),
    [
        (DialStatus.BUSY, Missed.BUSY),
        (DialStatus.NO_ANSWER, Missed.NO_ANSWER),
        (DialStatus.FAILED, Missed.FAILED),
        (DialStatus.CANCELED, Missed.FAILED),
    ],
)
def test_why_nobody_was_reached_decides_the_words(status: DialStatus, missed: Missed) -> None:
    assert after(RINGING, ended(status)).missed is missed


def test_all_numbers_may_be_tried_three_times_then_the_call_ends_with_words() -> None:
    missed = ended(DialStatus.BUSY)
    assert after(RINGING, missed, keys("1"), missed, keys("0"), missed).farewell is Farewell.NOBODY


def test_hanging_up_ends_the_call_wherever_it_is() -> None:
    for state in (GREETING, WAITING, MENU, RINGING):
        assert after(state, HungUp()).farewell is Farewell.HUNG_UP


def test_an_event_without_an_arrow_leaves_the_call_where_it_is() -> None:
    assert after(MENU, AgentTook()) is MENU


def test_two_arrows_that_start_the_same_way_are_refused() -> None:
    def stay(state: AskIdentifier, _: NoInput) -> AskIdentifier:
        return state

    with pytest.raises(ValueError, match="two arrows for AskIdentifier on NoInput"):
        flow(on(AskIdentifier, NoInput, stay), on(AskIdentifier, NoInput, stay))


@pytest.mark.parametrize(
    "state", [after(GREETING, keys("10000001")), after(WAITING, keys("1"))], ids=["the first code", "another one"]
)
def test_where_no_code_leaves_a_person_takes_over_at_once(state: State) -> None:
    assert after(state, NoCodes()) == Transferring(state.context, Queue.GENERAL, Reason.NO_CODES)
