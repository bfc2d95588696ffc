"""What is known of somebody's journey, as the resource that is answered."""

from domain import money
from domain.accounts import Account
from domain.people import Person
from domain.services.customer_journey import JourneyDetails, RunningApplication
from domain.services.notices import ending
from domain.services.onboarding import Operation
from ivr.api.office import Addresses
from ivr.api.resources import amount_of, typed_amounts
from ivr.api.schemas.answering import AllowedOperation, Money
from ivr.api.schemas.journey_answering import (
    CustomerJourney,
    JourneyAccount,
    JourneyApplication,
    JourneyArrears,
    JourneyBalances,
    JourneyDues,
    JourneyPayment,
    JourneyRate,
)


def journey_resource(details: JourneyDetails, at: Addresses, *, shows_numbers: bool) -> CustomerJourney:
    accounts = [_account(account, details.person, shows_numbers=shows_numbers) for account in details.accounts]
    applications = [_application(running, details.person, at) for running in details.applications]
    return CustomerJourney(
        customer_ref=details.person.ref,
        user_type=details.user_type,
        account=next(iter(accounts), None),
        application=next(iter(applications), None),
        further_accounts=accounts[1:],
        further_applications=applications[1:],
    )


def _application(running: RunningApplication, person: Person, at: Addresses) -> JourneyApplication:
    application = running.application
    hrefs = {
        Operation.APPLY: at.applications(application.profile),
        Operation.SIGN: at.signing(application.profile, application.ref),
    }
    return JourneyApplication(
        id=application.ref,
        product_id=application.profile,
        state=application.status,
        credit_limit=amount_of(application.credit_limit),
        interest_rates=[JourneyRate(type=one.type, rate=one.rate) for one in running.rates],
        kyc_status=application.kyc,
        registered=person.registered,
        operations=[AllowedOperation(rel=rel, href=hrefs[rel], method="POST") for rel in running.operations],
    )


def _account(account: Account, person: Person, *, shows_numbers: bool) -> JourneyAccount:
    return JourneyAccount(
        account_number=account.number if shows_numbers else _masked(account.number),
        product_id=account.profile,
        status=account.status,
        payment_due_date=account.due_date.isoformat() if account.due_date else None,
        credit_limits=typed_amounts((limit.type, limit.credit_limit) for limit in account.limits),
        available_credit_limits=typed_amounts((limit.type, limit.available) for limit in account.limits),
        balances=_balances(account),
        dues=_dues(account),
        arrears=[JourneyArrears(bucket=one.bucket, amount=amount_of(one.amount)) for one in account.arrears_buckets],
        last_payments=[
            JourneyPayment(date=one.day.isoformat(), amount=amount_of(one.amount)) for one in account.last_payments
        ],
        registered=person.registered,
        as_of=account.as_of.isoformat() if account.as_of else None,
    )


def _balances(account: Account) -> JourneyBalances:
    return JourneyBalances(
        total=amount_of(account.balance),
        pending_credits=_known(account.pending_credits),
        pending_debits=_known(account.pending_debits),
        previous_billing_period=_known(account.previous_billing_period),
    )


def _dues(account: Account) -> JourneyDues:
    return JourneyDues(
        current_due=amount_of(account.current_due),
        requested_payment=_known(account.requested_payment),
        recommended_extra_payment=_known(account.recommended_extra_payment),
        total_arrears=amount_of(account.arrears),
    )


def _known(amount: money.Money | None) -> Money | None:
    return None if amount is None else amount_of(amount)


def _masked(number: str) -> str:
    shown = ending(number)
    return "*" * (len(number) - len(shown)) + shown
