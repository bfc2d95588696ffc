"""Applicant, customer or unknown, and what each is told."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from domain.applications import Application, ApplicationStatus, Stage, stage
from domain.errors import IllegalTransition
from domain.journey import (
    Applicant,
    ApplicantSummary,
    Customer,
    CustomerSummary,
    NeedsSpecialist,
    Unknown,
    resolve,
    summarise,
)
from domain.kyc import KycStatus
from storage import demo
from tests.domain.line import NOON

ACCOUNTS = demo.accounts(NOON)
APPLICATION = demo.applications(NOON)[0]
OPEN = {APPLICATION.profile}
REJECTED = replace(APPLICATION, status=ApplicationStatus.REJECTED)

S = ApplicationStatus
LEGAL = {
    (S.STARTED, S.AWAITING_SIGN),
    (S.AWAITING_SIGN, S.INITIALIZED_SIGNING),
    (S.INITIALIZED_SIGNING, S.APPROVED),
    (S.INITIALIZED_SIGNING, S.REJECTED),
    (S.INITIALIZED_SIGNING, S.SIGNING_FAILED),
    (S.SIGNING_FAILED, S.INITIALIZED_SIGNING),
}


def test_an_account_makes_a_customer_even_while_an_application_runs() -> None:
    assert resolve([ACCOUNTS[0]], [APPLICATION], NOON) == Customer((ACCOUNTS[0],), (APPLICATION,))


def test_a_running_application_makes_an_applicant() -> None:
    assert resolve([], [APPLICATION], NOON) == Applicant((APPLICATION,))


def test_what_was_started_runs_until_the_same_is_applied_for() -> None:
    started = replace(APPLICATION, ref="started", status=S.STARTED)
    another = replace(APPLICATION, profile="kontotyp-3")
    earlier = replace(REJECTED, decided_at=NOON, created_at=started.created_at - timedelta(days=1))
    assert resolve([], [started], NOON) == Applicant((started,))
    assert resolve([], [started, APPLICATION], NOON) == Applicant((APPLICATION,))
    assert resolve([], [started, replace(APPLICATION, status=S.APPROVED)], NOON) == Unknown()
    assert resolve([], [started, another], NOON) == Applicant((started, another))
    assert resolve([], [started, earlier], NOON) == Applicant((started, earlier))


def test_an_approved_application_alone_makes_nobody() -> None:
    assert resolve([], [replace(APPLICATION, status=S.APPROVED)], NOON) == Unknown()


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(days=10), Applicant),
        (timedelta(days=90), Applicant),
        (timedelta(days=90, seconds=1), Unknown),
    ],
)
def test_a_rejection_is_forgotten_90_days_after_the_decision(ago: timedelta, expected: type) -> None:
    assert isinstance(resolve([], [replace(REJECTED, decided_at=NOON - ago)], NOON), expected)


@pytest.mark.parametrize(("before", "after"), [*product(ApplicationStatus, repeat=2)])
def test_the_status_table_has_these_arrows_and_no_other(before: ApplicationStatus, after: ApplicationStatus) -> None:
    """Onboarding API: statuses of the application resource."""
    application = replace(APPLICATION, status=before)
    if (before, after) in LEGAL:
        assert application.moved_to(after).status is after
    else:
        with pytest.raises(IllegalTransition):
            application.moved_to(after)


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        (APPLICATION, Stage.READY_TO_SIGN),
        (replace(APPLICATION, kyc=KycStatus.INITIATED), Stage.IDENTITY_PENDING),
        (replace(APPLICATION, status=S.STARTED, pep=True), Stage.STARTED),
        (replace(APPLICATION, kyc=KycStatus.FAILED), Stage.IDENTITY_FAILED),
        (replace(APPLICATION, pep=True), Stage.NEEDS_A_PERSON),
        (replace(APPLICATION, status=S.INITIALIZED_SIGNING, pep=True), Stage.BEING_SIGNED),
        (replace(APPLICATION, status=S.SIGNING_FAILED), Stage.SIGNING_FAILED),
        (replace(APPLICATION, status=S.APPROVED), Stage.APPROVED),
        (REJECTED, Stage.REJECTED),
    ],
)
def test_where_an_application_stands(application: Application, expected: Stage) -> None:
    assert stage(application, NOON, is_offer_open=True) is expected


def test_of_several_applications_the_newest_is_told_first() -> None:
    older = replace(APPLICATION, created_at=NOON - timedelta(days=30), kyc=KycStatus.INITIATED)
    summary = summarise(Applicant((older, APPLICATION)), OPEN, NOON)
    assert isinstance(summary, ApplicantSummary)
    assert [application.stage for application in summary.applications] == [Stage.READY_TO_SIGN, Stage.IDENTITY_PENDING]


def test_one_account_with_the_specialists_closes_the_figures_of_all() -> None:
    with_chargeoff = (ACCOUNTS[0], ACCOUNTS[3])
    assert summarise(Customer(with_chargeoff, ()), OPEN, NOON) == NeedsSpecialist()


def test_an_open_account_is_told_before_a_closed_one() -> None:
    summary = summarise(Customer((ACCOUNTS[4], ACCOUNTS[0]), ()), OPEN, NOON)
    assert isinstance(summary, CustomerSummary)
    assert summary.status is ACCOUNTS[0].status
