"""From "waits for your signature" to "signed", or to whoever helps: what keys and silence mean on the way."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.applications import Stage
from domain.disclosure import Fact, Grant, Personal
from domain.journey import ApplicantSummary, ApplicationSummary, Summary
from domain.money import Money
from domain.requests import (
    CodeSent,
    CodeWrong,
    NoCodes,
    NotSignable,
    Refused,
    ResendTooSoon,
    SignAgreement,
    Signed,
    StartSigning,
    SummaryRead,
    TermsRead,
)
from domain.signing import Obstacle, SignedSummary
from domain.verification import Level
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.events import Digits, Event, NoInput, ServiceFailed
from ivr.dialogue.present import present
from ivr.dialogue.representatives import SPOKEN, TERMS, not_signable
from ivr.dialogue.requests import request
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    CannotSign,
    ReadingTerms,
    ResendingSigningCode,
    SigningAgreement,
    StartingSigning,
    TellSigned,
    TellTerms,
)
from ivr.dialogue.states import Goodbye, ReadingSummary, SendingText, State
from ivr.prompts.catalogue import spoken
from tests.dialogue.following import after, options

APPLICANT = Grant("somebody", Level.VERIFIED)
CONTEXT = CallContext("en-GB", APPLICANT, starts=1)
AGREEMENT = TERMS.agreement
READ = TermsRead(Personal("somebody", (Fact.AGREEMENT_TERMS,), TERMS), SPOKEN)
SIGNED = Signed(Personal("somebody", (Fact.NEW_ACCOUNT,), SignedSummary("456", date(2026, 12, 5))))

READING = ReadingTerms(CONTEXT, APPLICANT, TERMS.application)
PAGE = TellTerms(CONTEXT, READ.terms, spoken=SPOKEN)
ASKED = AskConsent(CONTEXT, AGREEMENT, application=TERMS.application, spoken=SPOKEN)
WAITING = AwaitSigningCode(
    replace(CONTEXT, starts=2), AGREEMENT, "challenge", application=TERMS.application, spoken=SPOKEN
)
SIGNING = SigningAgreement(WAITING.context, APPLICANT, WAITING, "482913")


def keys(text: str) -> Digits:
    return Digits(text)


def told(*stages: Stage) -> Any:
    """What an applicant hears whose applications are at `stages`."""
    summary: Summary = ApplicantSummary(tuple(ApplicationSummary("first", stage, Money(2500000)) for stage in stages))
    return after(ReadingSummary(CONTEXT, APPLICANT), SummaryRead(Personal("somebody", (), summary)))


@pytest.mark.parametrize("stage", Stage)
def test_signing_is_offered_exactly_where_it_can_be_done(stage: Stage) -> None:
    may_sign = stage in {Stage.READY_TO_SIGN, Stage.SIGNING_FAILED}
    telling = told(stage)
    menu = after(telling, NoInput())
    assert ("option-sign" in options(telling)) is ("option-sign" in options(menu)) is may_sign
    for state in (telling, menu):
        chosen = after(state, keys("2"))
        assert isinstance(chosen, ReadingTerms if may_sign else SendingText)


def test_one_application_of_several_that_can_be_signed_is_enough() -> None:
    assert told(Stage.REJECTED, Stage.READY_TO_SIGN).may_sign


@pytest.mark.parametrize("impatient", [keys("2"), keys("5"), keys("*"), NoInput()])
def test_the_terms_go_on_by_key_and_by_silence_and_end_in_a_question(impatient: Event) -> None:
    first = after(READING, READ)
    assert first == PAGE
    assert after(first, impatient) == replace(PAGE, page=2)
    assert after(first, impatient, impatient) == ASKED


def test_whoever_keys_on_impatiently_signs_nothing() -> None:
    """On every page the key that goes on is one that declines in the question."""
    assert after(PAGE, keys("2"), keys("2"), keys("2")) == ApplicantMenu(CONTEXT, Hint.DECLINED, 0, may_sign=True)
    assert after(PAGE, keys("1")) == READING


@pytest.mark.parametrize("state", [PAGE, replace(PAGE, page=2)])
def test_terms_are_read_afresh_to_be_told_again(state: State) -> None:
    assert after(state, keys("1")) == after(state, keys("#")) == READING
    assert after(ASKED, keys("3")) == READING


def test_only_a_yes_asks_for_a_code_and_it_is_for_the_terms_that_were_told() -> None:
    starting = after(ASKED, keys("1"))
    assert isinstance(starting, StartingSigning)
    assert request(starting) == StartSigning(APPLICANT, AGREEMENT, SPOKEN)
    for other in (keys("2"), keys("4"), keys("9"), keys("#"), keys("*"), NoInput()):
        assert not isinstance(after(ASKED, other), StartingSigning)


def test_a_lone_hash_at_the_question_is_no_try() -> None:
    assert after(ASKED, keys("#")) == ASKED


def test_a_question_without_an_answer_is_asked_again_and_then_a_person_helps() -> None:
    assert [after(ASKED, *[NoInput()] * n).tries for n in (1, 2)] == [1, 2]
    assert after(ASKED, NoInput(), keys("5"), NoInput()).reason is Reason.NOT_UNDERSTOOD


def test_the_code_signs_the_agreement_and_challenge_that_it_was_sent_for() -> None:
    waiting = after(ASKED, keys("1"), CodeSent("challenge"))
    assert waiting == WAITING
    signing = after(waiting, keys("482913"))
    assert request(signing) == SignAgreement(APPLICANT, AGREEMENT, SPOKEN, "challenge", "482913")


def test_signed_is_said_after_it_is_signed_and_a_hash_does_not_cut_it_short() -> None:
    said = after(SIGNING, SIGNED)
    assert isinstance(said, TellSigned)
    assert after(said, keys("#")) == said
    assert after(said, keys("1")) == ReadingSummary(WAITING.context, APPLICANT)
    assert after(said, NoInput()) == CustomerMenu(WAITING.context, Hint.SILENT, 1)
    assert after(said, keys("9")) == Goodbye(WAITING.context, Farewell.ENDED)


def test_a_star_goes_back_to_the_question_which_takes_a_yes_of_its_own() -> None:
    assert after(WAITING, keys("*")) == replace(ASKED, context=WAITING.context)


def test_the_wait_for_the_code_is_as_patient_as_any() -> None:
    assert [after(WAITING, *[NoInput()] * n).round for n in (0, 1, 2)] == [1, 2, 3]
    assert after(WAITING, NoInput(), NoInput(), NoInput()).reason is Reason.NO_CODE
    assert after(WAITING, keys("48*291")).hint is Hint.STARTED_OVER
    assert after(WAITING, keys("12"), keys("12"), keys("12")).reason is Reason.NOT_UNDERSTOOD


def test_a_new_code_can_be_had_once() -> None:
    resending = after(WAITING, keys("1"))
    assert isinstance(resending, ResendingSigningCode)
    assert after(resending, ResendTooSoon()).hint is Hint.TOO_SOON
    assert after(resending, CodeSent("challenge"), keys("1")).reason is Reason.NO_CODE


@pytest.mark.parametrize(("before", "tries"), [(0, 3), (1, 2), (2, 1)])
def test_wrong_codes_of_the_whole_call_count_and_after_the_third_a_person_helps(before: int, tries: int) -> None:
    waiting = replace(WAITING, context=replace(WAITING.context, wrong_codes=before))
    guess: list[Event] = [keys("111111"), CodeWrong()]
    assert all(after(waiting, *guess * wrong).hint is Hint.WRONG for wrong in range(1, tries))
    assert after(waiting, *guess * tries).reason is Reason.NO_TRY_LEFT


def test_a_third_code_is_the_last_that_a_call_begins() -> None:
    again: list[Event] = [keys("*"), keys("1"), CodeSent("challenge")]
    assert after(WAITING, *again) == replace(WAITING, context=replace(WAITING.context, starts=3))
    assert after(WAITING, *again, *again).reason is Reason.NO_TRY_LEFT


@pytest.mark.parametrize("state", [after(ASKED, keys("1")), after(WAITING, keys("1")), SIGNING])
def test_a_refusal_reaches_a_person(state: State) -> None:
    assert after(state, Refused()).reason is Reason.NO_TRY_LEFT


@pytest.mark.parametrize("state", [READING, after(ASKED, keys("1")), after(WAITING, keys("1"))])
def test_a_service_that_fails_before_anything_is_signed_says_so_and_a_person_helps(state: State) -> None:
    assert after(state, ServiceFailed()).reason is Reason.FAILURE


def test_where_nobody_knows_whether_an_agreement_was_signed_that_is_what_is_said() -> None:
    assert after(SIGNING, ServiceFailed()).reason is Reason.SIGNING_UNSURE


@pytest.mark.parametrize("obstacle", Obstacle)
@pytest.mark.parametrize("state", [READING, after(ASKED, keys("1")), SIGNING], ids=lambda state: state.tag)
def test_every_obstacle_has_words_and_a_way_on(state: State, obstacle: Obstacle) -> None:
    stopped = after(state, not_signable(obstacle))
    assert isinstance(stopped, CannotSign)
    assert present(stopped).prompts[0].key == f"cannot-sign-{obstacle}"
    assert after(stopped, keys("0")).reason is Reason.ASKED
    assert isinstance(after(stopped, keys("9")), Goodbye)


@pytest.mark.parametrize(
    ("minute", "words"),
    [(0, "Saturday the twenty-eighth of November at one in the afternoon"), (20, "November at two in the afternoon")],
)
def test_who_has_a_new_number_hears_from_when_it_signs(minute: int, words: str) -> None:
    """By the full hour, which is never too early."""
    at = datetime(2026, 11, 28, 13, minute, tzinfo=UTC)
    stopped = after(READING, NotSignable(Obstacle.PHONE_CHANGED, at))
    told = " ".join(spoken(one, "en-GB") for one in present(stopped).prompts)
    assert f"{words}." in told


@pytest.mark.parametrize("obstacle", [Obstacle.IDENTITY_FAILED, Obstacle.NEEDS_A_PERSON, Obstacle.NOT_BY_KEYS])
@pytest.mark.parametrize("event", [NoInput(), keys("1"), keys("7")])
def test_where_only_a_person_helps_nothing_needs_to_be_pressed_for_one(obstacle: Obstacle, event: Event) -> None:
    assert after(CannotSign(CONTEXT, obstacle), event).reason is Reason.SIGNING


def test_changed_terms_are_told_anew() -> None:
    changed = after(SIGNING, NotSignable(Obstacle.TERMS_CHANGED))
    assert "option-changed-terms" in options(changed)
    assert isinstance(after(changed, keys("1")), ReadingTerms)
    assert after(changed, NoInput()).may_sign


def test_who_has_signed_already_may_hear_the_account() -> None:
    signed = CannotSign(CONTEXT, Obstacle.ALREADY_SIGNED)
    assert isinstance(after(signed, keys("1")), ReadingSummary)
    assert not after(signed, NoInput()).may_sign


@pytest.mark.parametrize("state", [PAGE, ASKED, WAITING, after(SIGNING, SIGNED), CannotSign(CONTEXT, Obstacle.EXPIRED)])
def test_a_person_is_a_zero_away(state: State) -> None:
    assert after(state, keys("0")).reason is Reason.ASKED


@pytest.mark.parametrize("state", [after(ASKED, keys("1")), after(WAITING, keys("1"))], ids=["the first", "another"])
def test_where_no_code_to_sign_leaves_a_person_takes_over_at_once(state: State) -> None:
    assert after(state, NoCodes()).reason is Reason.NO_CODES
