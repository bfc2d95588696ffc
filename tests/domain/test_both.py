"""A customer who is also an applicant: the account first, and of the application on request."""

from dataclasses import replace

import pytest

from domain.accounts import AccountStatus
from domain.disclosure import Fact
from domain.journey import (
    APPLICANT_FACTS,
    CUSTOMER_FACTS,
    AlsoApplied,
    ApplicantSummary,
    Customer,
    CustomerSummary,
    NeedsSpecialist,
    Part,
    summarise,
)
from domain.kyc import KycStatus
from domain.money import Money
from domain.requests import ReadSummary, SendText, SummaryRead, TextSent, Topic
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.test_texting import text_of, verified

BOTH = "customer-also-applicant"
ACCOUNT = demo.accounts(NOON)[0]
APPLICATION = demo.applications(NOON)[0]
OPEN = {APPLICATION.profile}


def test_the_account_is_told_first_and_that_an_application_waits(line: Line) -> None:
    caller, grant = verified(line, BOTH)
    read = caller.asks(ReadSummary(grant))
    assert isinstance(read, SummaryRead)
    summary = read.summary.open(grant)
    assert isinstance(summary, CustomerSummary)
    assert (summary.available, summary.also_applied) == (Money.of(18300), AlsoApplied.TO_BE_SIGNED)
    assert set(line.disclosures()[-1].facts) == {*CUSTOMER_FACTS, Fact.APPLICATION_STATE}


def test_the_application_is_told_when_asked_for_and_delivered_twice_it_is_the_same(line: Line) -> None:
    caller, grant = verified(line, BOTH)
    request = ReadSummary(grant, Part.APPLICATION)
    read = caller.asks(request)
    assert isinstance(read, SummaryRead)
    summary = read.summary.open(grant)
    assert isinstance(summary, ApplicantSummary)
    assert [one.credit_limit for one in summary.applications] == [Money.of(20000)]
    assert summary.has_account
    assert caller.asks_again(request) == read
    assert [row.facts for row in line.disclosures()][1:] == [APPLICANT_FACTS]


@pytest.mark.parametrize(("key", "kind"), [("customer-open", CustomerSummary), ("applicant-kyc", ApplicantSummary)])
@pytest.mark.parametrize("part", Part)
def test_who_has_only_an_account_or_only_an_application_is_told_of_that(
    line: Line, key: str, kind: type, part: Part
) -> None:
    caller, grant = verified(line, key)
    read = caller.asks(ReadSummary(grant, part))
    assert isinstance(read, SummaryRead)
    assert isinstance(read.summary.open(grant), kind)


@pytest.mark.parametrize("part", Part)
def test_an_account_with_the_specialists_says_nothing_of_an_application(part: Part) -> None:
    account = replace(ACCOUNT, status=AccountStatus.FRAUD)
    assert summarise(Customer((account,), (APPLICATION,)), OPEN, NOON, part) == NeedsSpecialist()


def test_what_cannot_be_signed_now_is_no_call_to_sign() -> None:
    waiting = replace(APPLICATION, kyc=KycStatus.INITIATED)
    summary = summarise(Customer((ACCOUNT,), (waiting,)), OPEN, NOON)
    assert isinstance(summary, CustomerSummary)
    assert summary.also_applied is AlsoApplied.RUNNING


@pytest.mark.parametrize(
    ("topic", "part", "written"),
    [
        (Topic.SUMMARY, Part.APPLICATION, "Your application for 20,000.00 kr is granted and waits for your signature."),
        (Topic.DETAILS, Part.ACCOUNT, "You can spend 18,300.00 kr."),
    ],
)
def test_texts_have_either(line: Line, topic: Topic, part: Part, written: str) -> None:
    caller, grant = verified(line, BOTH)
    assert caller.asks(SendText(grant, topic, part)) == TextSent()
    assert written in text_of(line.messages()[-1])
