"""What an applicant is told on request, of which application, and that it leaves its row in the audit."""

from decimal import Decimal

import pytest

from domain.applications import Stage
from domain.details import APPLICATION_DETAILS_FACTS, ApplicationDetails
from domain.disclosure import Grant
from domain.interest_rates import RateType
from domain.journey import APPLICANT_FACTS, Part
from domain.kyc import KycStatus
from domain.requests import (
    ApplicationRead,
    NotSignable,
    ReadApplication,
    ReadTerms,
    Refused,
    SendText,
    TextSent,
    Topic,
    WhichApplication,
)
from domain.signing import Obstacle
from domain.verification import Level
from storage import demo
from tests.domain.line import Caller, Line
from tests.domain.signing import READY_REF
from tests.domain.test_texting import text_of, verified

NEWER, OLDER = "demo-14-kontotyp-3", "demo-14-kontotyp-1"


def read(caller: Caller, grant: Grant, ref: str | None = None) -> ApplicationDetails:
    answer = caller.asks(ReadApplication(grant, ref))
    assert isinstance(answer, ApplicationRead)
    assert answer.details.facts == APPLICATION_DETAILS_FACTS
    return answer.details.open(grant)


def test_an_applicant_is_told_what_was_checked_and_the_rates_and_it_leaves_one_row_in_the_audit(line: Line) -> None:
    caller, grant = verified(line, "applicant-ready")
    details = read(caller, grant)
    assert (details.summary.stage, details.kyc, details.is_registered) == (
        Stage.READY_TO_SIGN,
        KycStatus.AUTHENTICATED,
        True,
    )
    rates = {one.type: one.rate for one in details.rates}
    assert (rates[RateType.SAR], rates[RateType.AER]) == (Decimal("35.00"), Decimal("41.20"))
    assert rates[RateType.APR] > rates[RateType.AER]
    assert caller.asks_again(ReadApplication(grant)) == caller.asks_again(ReadApplication(grant))
    assert [row.facts for row in line.disclosures()][1:] == [APPLICATION_DETAILS_FACTS]


@pytest.mark.parametrize(
    ("key", "kyc"), [("applicant-kyc", KycStatus.INITIATED), ("applicant-kyc-failed", KycStatus.FAILED)]
)
def test_the_check_of_the_identity_is_told_as_it_stands(line: Line, key: str, kyc: KycStatus) -> None:
    assert read(*verified(line, key)).kyc is kyc


def test_what_is_rejected_has_no_price(line: Line) -> None:
    assert read(*verified(line, "applicant-rejected")).rates == ()


def test_what_is_not_complete_cannot_be_signed(line: Line) -> None:
    caller, grant = verified(line, "applicant-started")
    assert read(caller, grant).summary.stage is Stage.STARTED
    assert caller.asks(ReadTerms(grant)) == NotSignable(Obstacle.NOTHING_TO_SIGN)


def test_of_two_it_is_asked_which_and_the_chosen_one_is_told(line: Line) -> None:
    caller, grant = verified(line, "applicant-two")
    which = caller.asks(ReadApplication(grant))
    assert isinstance(which, WhichApplication)
    assert [one.ref for one in which.applications.open(grant).applications] == [NEWER, OLDER]
    assert caller.asks_again(ReadApplication(grant)) == which
    assert [row.facts for row in line.disclosures()][1:] == [APPLICANT_FACTS]
    assert read(caller, grant, OLDER).summary.ref == OLDER


def test_a_customer_is_told_of_the_application_beside_the_account(line: Line) -> None:
    assert read(*verified(line, "customer-also-applicant")).summary.stage is Stage.READY_TO_SIGN


@pytest.mark.parametrize("key", ["customer-open", "customer-fraud", "customer-chargeoff"])
def test_without_an_application_there_is_nothing_to_tell(line: Line, key: str) -> None:
    caller, grant = verified(line, key)
    assert caller.asks(ReadApplication(grant)) == Refused()
    assert caller.asks(SendText(grant, Topic.DETAILS, Part.APPLICATION)) == Refused()


def test_somebody_elses_application_is_none(line: Line) -> None:
    caller, grant = verified(line, "applicant-two")
    assert caller.asks(ReadApplication(grant, READY_REF)) == Refused()
    assert caller.asks(SendText(grant, Topic.DETAILS, Part.APPLICATION, READY_REF)) == Refused()


def test_a_grant_that_the_call_has_not_earned_opens_nothing(line: Line) -> None:
    stolen = Grant(demo.PEOPLE["applicant-ready"].ref, Level.VERIFIED)
    assert line.call("call").asks(ReadApplication(stolen)) == Refused()


def test_more_of_an_application_can_be_had_as_a_text(line: Line) -> None:
    caller, grant = verified(line, "applicant-two")
    assert caller.asks(SendText(grant, Topic.DETAILS, Part.APPLICATION, OLDER)) == TextSent()
    assert text_of(line.messages()[-1]) == (
        "Demo Credit: Your application for 20,000.00 kr is granted and waits for your signature. Your identity has been"
        " checked. Only your signature is missing, and you can sign by phone. You are not registered"
        " for our online services yet. The nominal interest rate is 35% a"
        " year. With interest on the interest of each month, that comes to 41.2% a year. The effective rate, with all"
        " costs, is 46.3%."
    )
