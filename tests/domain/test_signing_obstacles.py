"""Why an agreement cannot be signed in a call: before its terms, after them, and with the code in hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.applications import ApplicationStatus
from domain.kyc import KycStatus
from domain.money import Money
from domain.requests import (
    NotSignable,
    ReadTerms,
    Refused,
)
from domain.signing import Obstacle
from tests.domain.line import NOON, Line
from tests.domain.signing import (
    READY_REF,
    Applicant,
    signs_by_token,
    tables_of,
    verified,
    with_application,
    with_offer,
    with_person,
)


@pytest.mark.parametrize(
    ("who", "obstacle"),
    [
        ("applicant-kyc", Obstacle.IDENTITY_PENDING),
        ("applicant-kyc-failed", Obstacle.IDENTITY_FAILED),
        ("applicant-pep", Obstacle.NEEDS_A_PERSON),
        ("applicant-signing", Obstacle.BEING_SIGNED),
        ("applicant-rejected", Obstacle.REJECTED),
        ("customer-open", Obstacle.NOTHING_TO_SIGN),
    ],
)
def test_who_cannot_sign_is_told_why(line: Line, who: str, obstacle: Obstacle) -> None:
    assert verified(line, who).obstacle() == obstacle


FRESH = NOON - timedelta(hours=71, minutes=59)
CHANGES: dict[Obstacle, Callable[[Line], object]] = {
    Obstacle.IN_REVIEW: lambda line: with_application(line, in_review=True),
    Obstacle.EXPIRED: lambda line: with_application(line, approval_expires_at=NOON),
    Obstacle.OFFER_CLOSED: lambda line: with_offer(line, closed_at=NOON),
    Obstacle.IDENTITY_FAILED: lambda line: with_application(line, kyc=KycStatus.FAILED),
    Obstacle.PHONE_CHANGED: lambda line: with_person(line, phone_since=FRESH, phone_confirmed_at=None),
    Obstacle.REJECTED: lambda line: with_application(line, status=ApplicationStatus.REJECTED),
    Obstacle.TERMS_CHANGED: lambda line: with_offer(line, monthly_admin_fee=Money.of(36)),
    Obstacle.BEING_SIGNED: lambda line: with_application(line, status=ApplicationStatus.INITIALIZED_SIGNING),
    Obstacle.ALREADY_SIGNED: lambda line: signs_by_token(line, READY_REF),
}


def not_signable(obstacle: Obstacle) -> NotSignable:
    return NotSignable(obstacle, FRESH + timedelta(hours=72) if obstacle is Obstacle.PHONE_CHANGED else None)


@pytest.mark.parametrize("obstacle", CHANGES)
def test_what_changes_after_the_terms_stops_the_code(line: Line, ready: Applicant, obstacle: Obstacle) -> None:
    ready.hears_terms()
    CHANGES[obstacle](line)
    assert ready.says_yes() == not_signable(obstacle)


@pytest.mark.parametrize("obstacle", CHANGES)
def test_what_changes_after_the_code_stops_the_signature(line: Line, ready: Applicant, obstacle: Obstacle) -> None:
    ready.gets_a_code()
    CHANGES[obstacle](line)
    before = len(tables_of(line).tables.accounts)
    assert ready.keys(ready.caller.newest_code) == not_signable(obstacle)
    assert len(tables_of(line).tables.accounts) == before


@pytest.mark.parametrize("spoken", ["0" * 64, ""], ids=["in other words", "by a release that did not note it"])
def test_terms_that_were_told_otherwise_than_today_are_not_signed(line: Line, ready: Applicant, spoken: str) -> None:
    """Evidence says what was heard, and is written in today's words."""
    ready.gets_a_code()
    ready.spoken = spoken
    before = len(tables_of(line).tables.accounts)
    assert ready.keys(ready.caller.newest_code) == NotSignable(Obstacle.TERMS_CHANGED)
    assert len(tables_of(line).tables.accounts) == before
    assert ready.says_yes() == NotSignable(Obstacle.TERMS_CHANGED)


def test_nobody_signs_in_a_call_that_we_placed(line: Line) -> None:
    assert verified(line, "applicant-ready", is_inbound=False).obstacle() == Obstacle.PLACED_BY_US


def test_a_line_that_takes_no_keys_signs_nothing(line: Line) -> None:
    assert verified(replace(line, takes_keys=False), "applicant-ready").obstacle() == Obstacle.NOT_BY_KEYS


def test_somebody_elses_agreement_is_none_of_mine(line: Line, ready: Applicant) -> None:
    ready.hears_terms()
    other = verified(line, "applicant-coordination", "another")
    other.agreement = ready.agreement
    assert other.says_yes() == NotSignable(Obstacle.TERMS_CHANGED)


def test_of_two_calls_one_signs_and_the_other_hears_that_it_is_signed(line: Line, ready: Applicant) -> None:
    other = verified(line, "applicant-ready", "another")
    ready.gets_a_code()
    other.hears_terms()
    code = ready.caller.newest_code
    assert ready.keys(code) != Refused()
    assert other.says_yes() == NotSignable(Obstacle.ALREADY_SIGNED)


def test_an_obstacle_is_told_again_to_a_second_delivery(line: Line, ready: Applicant) -> None:
    with_application(line, in_review=True)
    request = ReadTerms(ready.grant)
    assert ready.caller.asks(request) == NotSignable(Obstacle.IN_REVIEW)
    with_application(line, in_review=False)
    assert ready.caller.asks_again(request) == NotSignable(Obstacle.IN_REVIEW)
