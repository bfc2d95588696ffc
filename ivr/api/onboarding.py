"""The credit account onboarding API: offers, applications, signing; and the accounts that signing opens."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from flask import Response

from domain.applicants import NewApplication
from domain.applications import Application
from domain.errors import Unavailable
from domain.evidence import TokenProof
from domain.idempotency import StoredAnswer
from domain.services import onboarding, opening
from domain.services.apply import AccountProfileExists, Invalid, NoSuchOffer, apply
from domain.services.sign_agreement import AgreementSigned, NoSuchApplication, NotSigned, UnderWay, begin, sign_by_token
from domain.signing_orders import SigningOrder
from domain.unit_of_work import UnitOfWork
from ivr.api.catalogue import Code
from ivr.api.exchange import JSON, Window, body_as, refuse_body, shown, shown_if_changed, window, written
from ivr.api.problems import Problem
from ivr.api.repeating import repeatable
from ivr.api.resources import account_resource, application_resource, offer_resource
from ivr.api.schemas.answering import ApplicationPage, CreatedAccount, OfferPage, View
from ivr.api.schemas.applying import PostedApplication
from ivr.api.visit import Visit


def list_offers(visit: Visit) -> Response:
    part = window()
    with visit.transactions.reading() as work:
        page = onboarding.list_offers(work, top=part.top, skip=part.skip)
    items = [offer_resource(offer, visit.at) for offer in page.items]
    address = visit.at.offers()
    return shown(OfferPage(operations=None, items=items, id=address, view=_view(address, part, is_last=page.is_last)))


def get_offer(visit: Visit) -> Response:
    with visit.transactions.reading() as work:
        offer = onboarding.find_offer(work, visit.profile)
    if offer is None:
        raise Problem(Code.NOT_FOUND)
    return shown_if_changed(offer_resource(offer, visit.at))


def list_applications(visit: Visit) -> Response:
    part = window()
    with visit.transactions.reading() as work:
        if onboarding.find_offer(work, visit.profile) is None:
            raise Problem(Code.NOT_FOUND)
        page = onboarding.list_applications(work, visit.profile, top=part.top, skip=part.skip)
    items = [application_resource(application, visit.now, visit.at) for application in page.items]
    address = visit.at.applications(visit.profile)
    return shown(
        ApplicationPage(operations=None, items=items, id=address, view=_view(address, part, is_last=page.is_last))
    )


def get_application(visit: Visit) -> Response:
    with visit.transactions.reading() as work:
        application = onboarding.find_application(work, visit.profile, visit.ref)
    if application is None:
        raise Problem(Code.NOT_FOUND)
    return shown_if_changed(application_resource(application, visit.now, visit.at))


def add_application(visit: Visit) -> Response:
    posted = body_as(PostedApplication).read()
    return _answered(repeatable(visit, lambda work: _applied(work, visit, posted)))


def sign_agreement(visit: Visit) -> Response:
    """What a slow signer is to do is begun once it is stored; where it does not answer, the worker begins it."""
    refuse_body()
    orders: list[SigningOrder] = []
    answer = repeatable(visit, lambda work: _signed(work, visit, orders.append))
    for order in orders:
        with suppress(Unavailable):
            begin(visit.lending, order)
    return _answered(answer)


def get_account(visit: Visit) -> Response:
    with visit.transactions.reading() as work:
        account = onboarding.find_account(work, visit.number)
    if account is None:
        raise Problem(Code.NOT_FOUND)
    return shown_if_changed(account_resource(account, visit.at))


def _applied(work: UnitOfWork, visit: Visit, posted: NewApplication) -> StoredAnswer:
    found = apply(
        work,
        visit.lending,
        visit.profile,
        posted,
        by=visit.bearer.subject,
        now=visit.now,
        today=visit.today,
    )
    match found:
        case Application():
            resource = application_resource(found, visit.now, visit.at)
            return StoredAnswer(HTTPStatus.CREATED, written(resource), resource.id)
        case Invalid():
            raise Problem(Code.VALIDATION, faults=[(found.parameter, found.why)])
        case NoSuchOffer():
            raise Problem(Code.NOT_FOUND)
        case AccountProfileExists():
            raise Problem(Code.ACCOUNT_PROFILE_EXISTS)


def _signed(work: UnitOfWork, visit: Visit, note: Callable[[SigningOrder], None]) -> StoredAnswer:
    """`note` gets what a slow signer is to be asked for."""
    proof = TokenProof(visit.bearer.subject, visit.bearer.scopes)
    found = sign_by_token(work, visit.lending, visit.profile, visit.ref, proof, now=visit.now, today=visit.today)
    match found:
        case AgreementSigned(account):
            address = visit.at.account(account)
            return StoredAnswer(HTTPStatus.CREATED, written(CreatedAccount(created_account=address)), address)
        case UnderWay(application, order):
            if order:
                note(order)
            return StoredAnswer(HTTPStatus.ACCEPTED, written(application_resource(application, visit.now, visit.at)))
        case NotSigned():
            raise Problem(Code.NOT_SIGNABLE)
        case opening.AccountProfileExists():
            raise Problem(Code.ACCOUNT_PROFILE_EXISTS)
        case NoSuchApplication():
            raise Problem(Code.NOT_FOUND)


def _answered(answer: StoredAnswer) -> Response:
    headers = {"Location": answer.location} if answer.location else {}
    return Response(answer.body, answer.status, headers, mimetype=JSON)


def _view(address: str, part: Window, *, is_last: bool) -> View:
    def page(skip: int) -> str:
        return f"{address}?$top={part.top}&$skip={skip}"

    if is_last:
        return View(id=page(part.skip))
    return View(id=page(part.skip), next=page(part.skip + part.top))
