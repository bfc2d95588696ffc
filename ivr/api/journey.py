"""The customer journey API: who is an applicant or a customer, and what there is to know of them."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Response

from domain.disclosure import Grant
from domain.limits import WINDOW
from domain.requests import CodeWrong, NoCodes, Refused
from domain.services.customer_journey import Inquiry, covers, read_journey
from domain.services.find_customers import Found, Wanted, find_customers
from ivr.api.catalogue import Code
from ivr.api.exchange import body_as, shown, shown_if_changed
from ivr.api.journey_office import ACCESS_LIFE, JourneyVisit
from ivr.api.journey_resources import journey_resource
from ivr.api.problems import Problem
from ivr.api.schemas.faults import fault
from ivr.api.schemas.journey_answering import (
    BegunVerification,
    CreditVerdict,
    CustomerAccess,
    FoundCustomer,
    FoundCustomers,
)
from ivr.api.schemas.journey_asking import CreditCheck, CustomerSearch, KeyedCode, NewVerification
from ivr.api.tokens import Forbidden, Scope


def get_own_customer_journey(visit: JourneyVisit) -> Response:
    """A customer's token has the customer as its subject."""
    return _journey(visit, visit.bearer.subject)


def get_customer_journey(visit: JourneyVisit) -> Response:
    return _journey(visit, visit.customer_ref)


def search_customers(visit: JourneyVisit) -> Response:
    wanted, inquiry = body_as(CustomerSearch).filter.read(), visit.inquiry
    found = _find(visit, wanted, inquiry)
    if True in [visit.desk.books.refresh(one.customer_ref) for one in found]:
        found = _find(visit, wanted, inquiry)
    return shown(
        FoundCustomers(values=[FoundCustomer(customer_ref=one.customer_ref, status=one.user_type) for one in found])
    )


def _find(visit: JourneyVisit, wanted: Wanted, inquiry: Inquiry) -> Sequence[Found]:
    with visit.desk.transactions.begin() as work:
        return find_customers(work, wanted, inquiry)


def check_available_credit(visit: JourneyVisit) -> Response:
    asked = body_as(CreditCheck)
    person = _whose(visit, asked)
    visit.desk.books.refresh(person)
    with visit.desk.transactions.begin() as work:
        is_covered = covers(work, person, asked.purchase, asked.limit_type, visit.inquiry)
    if is_covered is None:
        raise Problem(Code.CUSTOMER_NOT_FOUND)
    return shown(CreditVerdict(sufficient=is_covered))


def begin_verification(visit: JourneyVisit) -> Response:
    """Who is in no table gets the same answer; who has been named too often this hour, a later hour;
    where no code leaves for anybody, everybody a later minute.
    """
    identifier = body_as(NewVerification).identifier
    name = visit.desk.lending.numbers.reference()
    match visit.verification(name).begin(identifier):
        case Refused():
            raise Problem(Code.RATE_LIMITED, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
        case NoCodes():
            raise Problem(Code.UNAVAILABLE)
    answer = shown(BegunVerification(verification_id=name))
    answer.status_code = HTTPStatus.ACCEPTED
    return answer


def submit_code(visit: JourneyVisit) -> Response:
    keyed = body_as(KeyedCode)
    match visit.verification(visit.verification_id).check(keyed.code):
        case CodeWrong():
            raise Problem(Code.CODE_NOT_ACCEPTED)
        case Refused():
            raise Problem(Code.VERIFICATION_OVER)
        case Grant(person=person):
            token = visit.access_token(person)
    answer = shown(CustomerAccess(access_token=token, expires_in=int(ACCESS_LIFE.total_seconds())))
    answer.status_code = HTTPStatus.CREATED
    return answer


def _journey(visit: JourneyVisit, person: str) -> Response:
    visit.desk.books.refresh(person)
    with visit.desk.transactions.begin() as work:
        details = read_journey(work, person, visit.inquiry)
    if details is None:
        raise Problem(Code.CUSTOMER_NOT_FOUND)
    shows_numbers = Scope.PII_READ in visit.bearer.scopes
    return shown_if_changed(journey_resource(details, visit.at, shows_numbers=shows_numbers))


def _whose(visit: JourneyVisit, asked: CreditCheck) -> str:
    """A customer's token is about nobody else."""
    ref = asked.customer_ref
    if Scope.JOURNEY_READ not in visit.bearer.scopes:
        if ref not in (None, visit.bearer.subject):
            raise Forbidden(frozenset({Scope.JOURNEY_READ}))
        return visit.bearer.subject
    if ref is None:
        raise Problem(Code.VALIDATION, faults=[fault("CustomerRef", "is required.")])
    return ref
