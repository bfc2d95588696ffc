"""What the ledger's resources mean here. What they do not carry stays as it is known."""

from dataclasses import replace
from datetime import date, datetime

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.applicants import ApplicantDetails, KycAnswer, KycQuestion, LegalAddress
from domain.applications import Application, ApplicationStatus
from domain.errors import Unavailable
from domain.kyc import KycStatus
from domain.money import Money
from domain.offers import Offer
from domain.services.onboarding import Operation
from ivr.outbound.payex import wire
from ivr.outbound.payex.wire import known_word

SIGNED_LATER = frozenset({ApplicationStatus.AWAITING_SIGN, ApplicationStatus.SIGNING_FAILED})
DECIDED = frozenset({ApplicationStatus.APPROVED, ApplicationStatus.REJECTED})


def offer_of(said: wire.Offer, known: Offer | None, now: datetime) -> Offer:
    """An operation that is listed is allowed. Documents are those that are stored, as long as their addresses stay."""
    documents = said.terms_and_conditions
    is_closed = said.operations is not None and said.allowed(Operation.APPLY) is None and said.max_credit_limit > 0
    offer = Offer(
        profile=said.account_profile,
        title=said.title,
        max_credit_limit=Money.of(said.max_credit_limit, said.currency),
        monthly_admin_fee=Money.of(said.monthly_admin_fee, said.currency),
        reminder_fee=Money.of(said.reminder_fee, said.currency),
        interest=said.interest,
        interest_free_purchase_month=said.interest_free_purchase_month,
        standard_european_agreements=documents.standard_european_agreements,
        account_terms=documents.account_terms,
        closed_at=(known and known.closed_at) or now if is_closed else None,
    )
    return _with_documents(offer, known) if known else offer


def _with_documents(offer: Offer, known: Offer) -> Offer:
    information = known.standard_european_agreements == offer.standard_european_agreements
    terms = known.account_terms == offer.account_terms
    return replace(
        offer,
        standard_european_agreements_sha256=known.standard_european_agreements_sha256 if information else None,
        account_terms_sha256=known.account_terms_sha256 if terms else None,
    )


def details_of(said: wire.Application) -> ApplicantDetails:
    return ApplicantDetails(
        national_identifier=said.national_consumer_identifier.value,
        country_code=said.national_consumer_identifier.country_code,
        customer_no=said.customer_no,
        email_address=said.email_address,
        cell_phone=said.cell_phone,
        legal_address=LegalAddress(**said.legal_address.model_dump()),
        questions=tuple(
            KycQuestion(one.code, one.text, KycAnswer(**one.answer.model_dump())) for one in said.kyc.questions
        ),
        ip_address=said.ip_address,
    )


def status_of(said: wire.Application) -> ApplicationStatus | None:
    """Approved only with its account. None: a word that is not known."""
    status = known_word(ApplicationStatus, said.status)
    is_without = status is ApplicationStatus.APPROVED and said.account is None
    return ApplicationStatus.INITIALIZED_SIGNING if is_without else status


def new_application(
    said: wire.Application, person: str, profile: str, currency: str, now: datetime
) -> Application | None:
    """None where its status is not known. Identity was checked by nobody here."""
    status, details = status_of(said), details_of(said)
    if status is None:
        return None
    application = Application(
        ref=said.id,
        person=person,
        profile=profile,
        status=status,
        kyc=KycStatus.INITIATED,
        pep=details.is_pep,
        credit_limit=Money.of(said.credit_limit, currency),
        created_at=now,
        details=details,
    )
    return application_now(said, application, now)


def application_now(said: wire.Application, known: Application, now: datetime) -> Application:
    """Signed it can be exactly where the ledger lists the operation; why not is known where an approval has expired."""
    status = status_of(said) or known.status
    may_be_signed = said.allowed(Operation.SIGN) is not None
    until = known.approval_expires_at
    has_expired = until is not None and until <= now
    is_decided = status in DECIDED
    return replace(
        known,
        status=status,
        credit_limit=Money.of(said.credit_limit, known.credit_limit.currency),
        account=said.account if status is ApplicationStatus.APPROVED else known.account,
        decided_at=(known.decided_at or now) if is_decided else known.decided_at,
        in_review=not may_be_signed and not has_expired if status in SIGNED_LATER else known.in_review,
        approval_expires_at=None if may_be_signed and has_expired else until,
    )


def new_account(said: wire.Account, ref: str, person: str, now: datetime) -> Account | None:
    """None where its status is not known: what may be told of it is not known then."""
    status, nothing = known_word(AccountStatus, said.status), Money(0, said.balances.total.currency_code)
    if status is None:
        return None
    account = Account(
        ref=ref,
        number=said.account_number,
        person=person,
        profile=said.account_profile,
        status=status,
        limits=(),
        balance=nothing,
        current_due=nothing,
        due_date=None,
        arrears=nothing,
    )
    return account_now(said, account, now)


def account_now(said: wire.Account, known: Account, now: datetime) -> Account:
    """Raises Unavailable for figures that are no account's."""
    return replace(
        known,
        status=known_word(AccountStatus, said.status) or known.status,
        limits=_limits(said),
        balance=_money(said.balances.total, said),
        current_due=_money(said.dues.current_due, said),
        due_date=_day(said.payment_due_date),
        arrears=_money(said.dues.total_arrears, said),
        as_of=now,
    )


def _limits(said: wire.Account) -> tuple[Limit, ...]:
    """Those of which both amounts are there, in the order of their types."""
    totals, available = (
        {known_word(LimitType, one.type): _money(one.amount, said) for one in amounts}
        for amounts in (said.credit_limits, said.available_credit_limits)
    )
    return tuple(
        Limit(kind, totals[kind], available[kind]) for kind in LimitType if kind in totals and kind in available
    )


def _money(said: wire.Money, account: wire.Account) -> Money:
    if said.currency_code != account.balances.total.currency_code:
        raise Unavailable("the ledger has an account in several currencies")
    return Money.of(said.value, said.currency_code)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unavailable("the ledger has an account that is due on no day") from None
