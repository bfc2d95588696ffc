"""From the account to the application beside it, and back."""

from dataclasses import replace
from typing import Any

from domain.applications import Stage
from domain.disclosure import Personal
from domain.journey import AlsoApplied, ApplicantSummary, CustomerSummary, Part, facts_of
from domain.requests import ReadApplication, ReadSummary, SendText, SummaryRead, Topic
from ivr.dialogue.context import CallContext
from ivr.dialogue.detail_states import ReadingDetails
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.representatives import GRANT, applicant_summaries, customer_summaries
from ivr.dialogue.requests import request
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import ReadingSummary
from tests.dialogue.following import after, options

CONTEXT = CallContext("en-GB", GRANT, starts=1)
READING = ReadingSummary(CONTEXT, GRANT)
CUSTOMER = next(each for each in customer_summaries() if each.also_applied is AlsoApplied.TO_BE_SIGNED)
APPLICANT = next(
    each for each in applicant_summaries() if each.has_account and each.applications[0].stage is Stage.READY_TO_SIGN
)


def told(summary: CustomerSummary | ApplicantSummary) -> Any:
    return after(READING, SummaryRead(Personal(GRANT.person, facts_of(summary), summary)))


def test_the_application_is_an_option_of_the_customer_in_the_telling_and_in_the_menu() -> None:
    for state in (told(CUSTOMER), after(told(CUSTOMER), NoInput()), after(told(CUSTOMER), Digits("7"))):
        assert options(state)[2] == "option-application"
        assert request(after(state, Digits("3"))) == ReadSummary(GRANT, Part.APPLICATION)
        assert isinstance(after(state, Digits("4")), ReadingDetails)


def test_without_an_application_the_third_option_is_the_text() -> None:
    alone = told(replace(CUSTOMER, also_applied=None))
    assert request(after(alone, Digits("3"))) == SendText(GRANT, Topic.SUMMARY)


def test_the_account_is_an_option_of_the_application_and_the_text_yields_to_it() -> None:
    for state in (told(APPLICANT), after(told(APPLICANT), NoInput())):
        keys = ("again", "sign", "own-account", "more-of-application", "person")
        assert options(state) == [*map("option-{}".format, keys)]
        assert request(after(state, Digits("1"))) == ReadSummary(GRANT, Part.APPLICATION)
        assert isinstance(after(state, Digits("2")), ReadingTerms)
        assert request(after(state, Digits("3"))) == ReadSummary(GRANT, Part.ACCOUNT)
        assert request(after(state, Digits("4"))) == ReadApplication(GRANT)


def test_where_nothing_is_to_be_signed_there_is_room_for_the_text() -> None:
    [first] = APPLICANT.applications
    state = told(replace(APPLICANT, applications=(replace(first, stage=Stage.IN_REVIEW),)))
    assert options(state) == [
        *map("option-{}".format, ("again", "text", "own-account", "more-of-application", "person"))
    ]
    assert request(after(state, Digits("2"))) == SendText(GRANT, Topic.SUMMARY, Part.APPLICATION)


def test_an_applicant_who_is_no_customer_has_no_account_to_go_to() -> None:
    alone = told(replace(APPLICANT, has_account=False))
    assert "option-own-account" not in options(alone)
    assert request(after(alone, Digits("3"))) == SendText(GRANT, Topic.SUMMARY, Part.APPLICATION)
