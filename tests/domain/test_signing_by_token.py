"""Signing by a token of the lender, which decides on identity and exposure itself."""

from dataclasses import replace

import pytest

from domain.applications import ApplicationStatus
from domain.services.opening import AccountProfileExists
from domain.services.sign_agreement import AgreementSigned, NoSuchApplication, NotSigned, UnderWay
from domain.signing import Obstacle
from tests.domain.line import NOON, Line
from tests.domain.signing import (
    READY_REF,
    application_of,
    signs_by_token,
    with_application,
    with_offer,
)


def test_a_token_signs_and_signing_again_answers_the_same_account(line: Line) -> None:
    first = signs_by_token(line, READY_REF)
    assert isinstance(first, AgreementSigned)
    assert signs_by_token(line, READY_REF) == first
    assert application_of(line).account == first.account
    assert len([m for m in line.messages() if m.wording == "text-signed"]) == 1


@pytest.mark.parametrize("who", ["demo-09-kontotyp-1", "demo-10-kontotyp-1", "demo-15-kontotyp-1"])
def test_a_lender_with_a_token_decides_on_identity_and_exposure_itself(line: Line, who: str) -> None:
    assert isinstance(signs_by_token(line, who), AgreementSigned)


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"in_review": True}, Obstacle.IN_REVIEW),
        ({"approval_expires_at": NOON}, Obstacle.EXPIRED),
        ({"status": ApplicationStatus.REJECTED}, Obstacle.REJECTED),
    ],
)
def test_a_token_signs_nothing_in_review_or_expired(line: Line, change: dict[str, object], obstacle: Obstacle) -> None:
    with_application(line, **change)
    assert signs_by_token(line, READY_REF) == NotSigned(obstacle)


def test_what_was_granted_is_signed_by_token_also_once_its_offer_is_closed(line: Line) -> None:
    with_offer(line, closed_at=NOON)
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)


def test_what_a_signer_has_is_under_way(line: Line) -> None:
    assert signs_by_token(line, "demo-11-kontotyp-1") == UnderWay(application_of(line, "demo-11-kontotyp-1"))


def test_another_profiles_application_is_not_found(line: Line) -> None:
    assert signs_by_token(line, "demo-08-kontotyp-3") == NoSuchApplication()


def test_a_second_account_of_one_profile_is_refused(line: Line) -> None:
    with line.transactions.begin() as work:
        twin = replace(application_of(line), ref="twin-kontotyp-1")
        work.applications.add(twin, "test")
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)
    assert signs_by_token(line, "twin-kontotyp-1") == AccountProfileExists()
    assert application_of(line, "twin-kontotyp-1") == twin
