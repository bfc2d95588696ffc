"""Applying for an account: who may, what is made of it, and what people of the lender decide."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.applicants import ApplicantDetails, KycAnswer, KycQuestion, NewApplication
from domain.applications import Application, ApplicationStatus, Stage, stage
from domain.errors import IllegalTransition
from domain.identifiers import NationalNumber
from domain.kyc import KycStatus
from domain.money import Money
from domain.people import Person
from domain.services.apply import AccountProfileExists, Invalid, NoSuchOffer, apply
from domain.services.onboarding import Operation, list_applications, list_offers, operations_of, operations_of_offer
from domain.services.review import check_identity, review
from storage import demo
from storage.demo_applicants import details
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, signs_by_token

NEWCOMER = replace(
    details(demo.PEOPLE["applicant-ready"], pep=False), national_identifier="19720704-9987", customer_no="951753456"
)
TODAY = NOON.date()


def applied(
    line: Line,
    told: ApplicantDetails = NEWCOMER,
    limit: str = "5000.00",
    profile: str = "kontotyp-1",
    today: date = TODAY,
) -> Application | Invalid | NoSuchOffer | AccountProfileExists:
    posted = NewApplication(Decimal(limit), told)
    with line.transactions.begin() as work:
        return apply(work, line.lending, profile, posted, by="a client", now=NOON, today=today)


def granted(line: Line, told: ApplicantDetails = NEWCOMER, limit: str = "5000.00") -> Application:
    application = applied(line, told, limit)
    assert isinstance(application, Application)
    return application


def person_of(line: Line, application: Application) -> Person:
    with line.transactions.reading() as work:
        person = work.people.get(application.person)
    assert person
    return person


def test_an_application_within_the_maximum_awaits_its_signature_for_thirty_days(line: Line) -> None:
    application = granted(line, limit="50000.00")
    assert (application.status, application.kyc) == (ApplicationStatus.AWAITING_SIGN, KycStatus.INITIATED)
    assert application.credit_limit == Money.of(50000)
    assert operations_of(application, NOON + timedelta(days=30) - timedelta(seconds=1)) == [Operation.SIGN]
    assert operations_of(application, NOON + timedelta(days=30)) == []


def test_above_the_maximum_a_person_decides(line: Line) -> None:
    application = granted(line, limit="50000.01")
    assert (application.in_review, application.approval_expires_at) == (True, None)
    assert operations_of(application, NOON) == []
    assert stage(application, NOON, is_offer_open=True) is Stage.IN_REVIEW


def test_an_application_is_kept_as_it_was_posted_under_a_reference_of_ours(line: Line) -> None:
    first, second = granted(line), granted(line)
    assert first.ref != second.ref
    with line.transactions.reading() as work:
        assert work.applications.get(first.ref) == first
    assert first.details == NEWCOMER


@pytest.mark.parametrize(
    ("identifier", "today", "is_adult"),
    [
        ("19720704-9987", TODAY, True),
        ("20030916-9910", date(2021, 9, 16), True),
        ("20030916-9910", date(2021, 9, 15), False),
    ],
)
def test_applicants_are_18_or_older(line: Line, identifier: str, today: date, is_adult: bool) -> None:
    answer = applied(line, replace(NEWCOMER, national_identifier=identifier), today=today)
    assert isinstance(answer, Application) is is_adult
    if not is_adult:
        assert isinstance(answer, Invalid)
        assert answer.parameter == "NationalConsumerIdentifier.Value"


@pytest.mark.parametrize("limit", ["0.00", "-1.00"])
def test_nobody_applies_for_nothing(line: Line, limit: str) -> None:
    answer = applied(line, limit=limit)
    assert isinstance(answer, Invalid)
    assert answer.parameter == "CreditLimit"


def test_an_offer_of_nothing_cannot_be_applied_for(line: Line) -> None:
    answer = applied(line, profile="kontotyp-2")
    assert isinstance(answer, Invalid)
    assert answer.parameter == "AccountProfile"
    assert applied(line, profile="kontotyp-4") == NoSuchOffer()


def test_nobody_applies_for_an_offer_that_is_closed(line: Line) -> None:
    with line.transactions.begin() as work:
        work.offers.put(replace(demo.offers()[0], closed_at=NOON))
    assert isinstance(applied(line), Invalid)
    with line.transactions.reading() as work:
        offers = list_offers(work, top=3, skip=0).items
    assert [list(operations_of_offer(offer)) for offer in offers] == [[], [], [Operation.APPLY]]


def test_who_has_an_account_of_the_profile_gets_no_second(line: Line) -> None:
    berit = details(demo.PEOPLE["customer-open"], pep=False)
    assert applied(line, berit) == AccountProfileExists()
    assert isinstance(applied(line, berit, profile="kontotyp-3"), Application)


def test_a_newcomer_is_a_person_from_then_on(line: Line) -> None:
    person = person_of(line, granted(line))
    assert person.national_number == NationalNumber("197207049987")
    assert (person.customer_number.digits, person.name, person.language) == ("951753456", "Test Customer 08", "sv-SE")
    assert person.phone is not None
    assert person.phone.e164 == NEWCOMER.cell_phone
    assert person_of(line, granted(line)) == person


def test_who_is_known_keeps_their_contact_data(line: Line) -> None:
    known = demo.PEOPLE["applicant-ready"]
    told = replace(details(known, pep=False), email_address="thief@example.com", cell_phone="+46701740699")
    assert person_of(line, granted(line, told)) == known


@pytest.mark.parametrize("customer_no", ["10000001", "123", "abc-1", "8507099805", "197207049987"])
def test_a_customer_number_that_is_taken_or_cannot_be_keyed_is_replaced(line: Line, customer_no: str) -> None:
    person = person_of(line, granted(line, replace(NEWCOMER, customer_no=customer_no)))
    assert person.customer_number.digits != customer_no
    assert len(person.customer_number.digits) == 9


def test_a_phone_that_is_none_is_no_phone_on_record(line: Line) -> None:
    assert person_of(line, granted(line, replace(NEWCOMER, cell_phone="070-123"))).phone is None


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [("IsPep", "true", True), ("ispep", "TRUE", True), ("IsPep", "false", False), ("IsPepper", "true", False)],
)
def test_exposure_is_what_the_applicant_said(line: Line, code: str, answer: str, expected: bool) -> None:
    told = replace(NEWCOMER, questions=(KycQuestion(code, "?", KycAnswer(answer, "")),))
    assert granted(line, told).pep is expected


def test_a_person_of_the_lender_grants(line: Line) -> None:
    ref = granted(line, limit="60000.00").ref
    with line.transactions.begin() as work:
        decided = review(work, ref, is_granted=True, by="operator", now=NOON)
    assert decided is not None
    assert operations_of(decided, NOON) == [Operation.SIGN]
    assert decided.approval_expires_at == NOON + timedelta(days=30)


def test_a_review_rejects(line: Line) -> None:
    ref = granted(line, limit="60000.00").ref
    with line.transactions.begin() as work:
        decided = review(work, ref, is_granted=False, by="operator", now=NOON)
    assert decided is not None
    assert (decided.status, decided.decided_at) == (ApplicationStatus.REJECTED, NOON)


def test_only_what_is_in_review_is_decided(line: Line) -> None:
    with pytest.raises(IllegalTransition), line.transactions.begin() as work:
        review(work, READY_REF, is_granted=True, by="operator", now=NOON)
    with line.transactions.begin() as work:
        assert review(work, "no such", is_granted=True, by="operator", now=NOON) is None


def test_the_identity_check_of_an_application_is_noted_until_that_is_signed(line: Line) -> None:
    with line.transactions.begin() as work:
        checked = check_identity(work, READY_REF, KycStatus.FAILED, by="operator", now=NOON)
    assert checked is not None
    assert checked.kyc is KycStatus.FAILED
    signs_by_token(line, READY_REF)
    with pytest.raises(IllegalTransition), line.transactions.begin() as work:
        check_identity(work, READY_REF, KycStatus.AUTHENTICATED, by="operator", now=NOON)


def test_pages_follow_each_other_and_end(line: Line) -> None:
    with line.transactions.reading() as work:
        everything = list_applications(work, "kontotyp-1", top=100, skip=0)
        pages = [list_applications(work, "kontotyp-1", top=4, skip=skip) for skip in (0, 4, 8)]
    assert everything.is_last
    assert [page.is_last for page in pages] == [False, False, True]
    assert [one for page in pages for one in page.items] == list(everything.items)
