"""What is stored, as the resources that are answered."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from domain import accounts, applications, money, offers
from domain.applicants import ApplicantDetails, LegalAddress
from domain.services.onboarding import operations_of, operations_of_offer
from ivr.api.office import Addresses
from ivr.api.schemas.answering import (
    Account,
    Address,
    AllowedOperation,
    Application,
    Balances,
    Dues,
    Kyc,
    Money,
    NationalConsumerIdentifier,
    Offer,
    TermsAndConditions,
    TypedAmount,
)

NOT_POSTED = ApplicantDetails("", "SE", "", "", "", LegalAddress("", "", "", "SE"), ())
"""Of an application that was not made through this API."""


def offer_resource(offer: offers.Offer, at: Addresses) -> Offer:
    href = at.applications(offer.profile)
    return Offer(
        account_profile=offer.profile,
        title=offer.title,
        currency=offer.max_credit_limit.currency,
        max_credit_limit=offer.max_credit_limit.amount,
        interest_free_purchase_month=offer.interest_free_purchase_month,
        monthly_admin_fee=offer.monthly_admin_fee.amount,
        reminder_fee=offer.reminder_fee.amount,
        interest=offer.interest,
        terms_and_conditions=TermsAndConditions(
            standard_european_agreements=offer.standard_european_agreements, account_terms=offer.account_terms
        ),
        id=at.offer(offer.profile),
        operations=[AllowedOperation(rel=rel, href=href, method="POST") for rel in operations_of_offer(offer)],
    )


def application_resource(application: applications.Application, now: datetime, at: Addresses) -> Application:
    details = application.details or NOT_POSTED
    href = at.signing(application.profile, application.ref)
    return Application(
        national_consumer_identifier=NationalConsumerIdentifier(
            value=details.national_identifier, country_code=details.country_code
        ),
        status=application.status,
        customer_no=details.customer_no,
        credit_limit=application.credit_limit.amount,
        email_address=details.email_address,
        cell_phone=details.cell_phone,
        ip_address=details.ip_address,
        legal_address=Address(**asdict(details.legal_address)),
        kyc=Kyc.model_validate({"questions": [asdict(question) for question in details.questions]}),
        account=at.account(application.account) if application.account else None,
        id=at.application(application.profile, application.ref),
        parent=at.offer(application.profile),
        operations=[AllowedOperation(rel=rel, href=href, method="POST") for rel in operations_of(application, now)],
    )


def account_resource(account: accounts.Account, at: Addresses) -> Account:
    return Account(
        account_number=account.number,
        account_profile=account.profile,
        status=account.status,
        payment_due_date=account.due_date.isoformat() if account.due_date else None,
        credit_limits=typed_amounts((limit.type, limit.credit_limit) for limit in account.limits),
        available_credit_limits=typed_amounts((limit.type, limit.available) for limit in account.limits),
        balances=Balances(total=amount_of(account.balance)),
        dues=Dues(current_due=amount_of(account.current_due), total_arrears=amount_of(account.arrears)),
        id=at.account_path(account.number),
    )


def typed_amounts(limits: Iterable[tuple[accounts.LimitType, money.Money]]) -> list[TypedAmount]:
    return [TypedAmount(type=limit_type, amount=amount_of(amount)) for limit_type, amount in limits]


def amount_of(amount: money.Money) -> Money:
    return Money(value=amount.amount, currency_code=amount.currency)
