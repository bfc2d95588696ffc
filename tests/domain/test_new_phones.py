"""A phone number signs once it has been on record for 72 hours, or is confirmed before; callers hear from when."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from domain.applicants import ApplicantDetails, NewApplication
from domain.applications import Application
from domain.kyc import KycStatus
from domain.people import Person
from domain.requests import NotSignable, ReadTerms
from domain.services.apply import apply
from domain.services.review import check_identity
from domain.signing import Obstacle
from storage import demo
from storage.demo_applicants import details
from tests.domain.line import NOON, Line
from tests.domain.signing import Applicant, signs_by_token, verified_person, with_person

SETTLES = timedelta(hours=72)
NEWCOMER = replace(
    details(demo.PEOPLE["applicant-ready"], pep=False), national_identifier="19720704-9987", customer_no="951753456"
)


@pytest.fixture
def application(line: Line) -> Application:
    """Of somebody who was in no table, just made."""
    return applies(line, "kontotyp-1", NEWCOMER, "a client")


def applies(line: Line, profile: str, details: ApplicantDetails, client: str) -> Application:
    """Post an application through `client`."""
    new, now, today = NewApplication(Decimal(5000), details), line.clock.now(), line.clock.today()
    with line.transactions.begin() as work:
        made = apply(work, line.lending, profile, new, by=client, now=now, today=today)
    assert isinstance(made, Application)
    return made


def checked(line: Line, application: Application, *, is_phone_confirmed: bool = False) -> Applicant:
    """The applicant on the phone, seconds after the check of their identity."""
    with line.transactions.begin() as work:
        check_identity(
            work,
            application.ref,
            KycStatus.AUTHENTICATED,
            by="operator:clerk",
            now=line.clock.now(),
            is_phone_confirmed=is_phone_confirmed,
        )
    return verified_person(line, person_of(line, application), "call")


def person_of(line: Line, application: Application) -> Person:
    with line.transactions.reading() as work:
        person = work.people.get(application.person)
    assert person is not None
    return person


def waits_until(instant: datetime) -> NotSignable:
    return NotSignable(Obstacle.PHONE_CHANGED, instant)


def test_a_number_that_an_application_has_brought_does_not_sign_at_once(line: Line, application: Application) -> None:
    assert checked(line, application).asks_for_terms() == waits_until(NOON + SETTLES)


def test_a_new_phone_signs_72_hours_after_the_application(line: Line, application: Application) -> None:
    line.clock.advance(SETTLES - timedelta(minutes=1))
    assert checked(line, application).asks_for_terms() == waits_until(NOON + SETTLES)
    line.clock.advance(timedelta(minutes=1))
    verified_person(line, person_of(line, application), "another call").signs()


def test_a_new_phone_signs_at_once_where_whoever_checked_the_identity_has_confirmed_it(
    line: Line, application: Application
) -> None:
    checked(line, application, is_phone_confirmed=True).signs()


def test_a_code_that_was_just_used_confirms_nothing(line: Line, application: Application) -> None:
    """It went to the number that is in doubt."""
    applicant = checked(line, application)
    assert applicant.asks_for_terms() == applicant.asks_for_terms() == waits_until(NOON + SETTLES)


def test_a_second_application_by_somebody_else_changes_no_number(line: Line, application: Application) -> None:
    line.clock.advance(SETTLES)
    applies(line, "kontotyp-3", replace(NEWCOMER, cell_phone="+46701740699"), "another client")
    assert person_of(line, application).phone_since == NOON
    checked(line, application).signs()


@pytest.mark.parametrize(
    ("since", "confirmed"),
    [(NOON - SETTLES, None), (NOON, NOON), (NOON, NOON - timedelta(days=900))],
    ids=["settled", "confirmed now", "confirmed long ago"],
)
def test_a_number_that_has_settled_or_is_confirmed_signs(
    line: Line, ready: Applicant, since: datetime, confirmed: datetime | None
) -> None:
    with_person(line, phone_since=since, phone_confirmed_at=confirmed)
    ready.signs()


def test_a_confirmation_to_come_is_none_yet(line: Line, ready: Applicant) -> None:
    soon = NOON + timedelta(hours=2)
    with_person(line, phone_since=NOON, phone_confirmed_at=soon)
    assert ready.asks_for_terms() == waits_until(soon)


def test_the_time_is_told_again_to_a_second_delivery(line: Line, ready: Applicant) -> None:
    with_person(line, phone_since=NOON, phone_confirmed_at=None)
    request = ReadTerms(ready.grant)
    assert ready.caller.asks(request) == ready.caller.asks_again(request) == waits_until(NOON + SETTLES)


def test_the_time_is_told_as_it_is_in_the_time_zone_of_the_line(line: Line, ready: Applicant) -> None:
    with_person(line, phone_since=NOON, phone_confirmed_at=None)
    answer = ready.asks_for_terms()
    assert isinstance(answer, NotSignable)
    assert answer.signs_from is not None
    assert f"{answer.signs_from:%d %H:%M}" == "23 13:00"  # of noon UTC, in Stockholm


def test_a_system_of_the_lender_signs_by_a_number_of_any_age(line: Line, application: Application) -> None:
    """It has made sure of the person in its own way; the rule is for keys that anybody at the telephone can press."""
    assert type(signs_by_token(line, application.ref, profile="kontotyp-1")).__name__ == "AgreementSigned"
