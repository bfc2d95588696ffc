"""The demo people and what they have, to be called as or to be looked up.

National numbers have serials that are kept free for testing, phone numbers are from the range kept free for fiction.
Everything is the same each time, but for the dates, which are counted from `now`.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.applications import APPROVAL_LIFETIME, Application, ApplicationStatus
from domain.documents import Document
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.kyc import KycStatus
from domain.money import Money
from domain.offers import Offer
from domain.people import Person
from storage.demo_applicants import details
from storage.demo_figures import with_figures
from storage.demo_terms import terms_of

LEDGER = 501
DUE_DAY = 28
FIRST_PROFILE, NO_CREDIT_PROFILE, SECOND_PROFILE = "kontotyp-1", "kontotyp-2", "kontotyp-3"

NATIONAL_NUMBERS = {
    "customer-open": "198507099805",
    "customer-new": "196203149817",
    "customer-arrears": "199111309820",
    "customer-chargeoff": "197802219837",
    "customer-closed": "200106059843",
    "customer-fraud": "195510179855",
    "customer-paydown": "196908289868",
    "applicant-ready": "198304029872",
    "applicant-kyc": "199612199886",
    "applicant-kyc-failed": "197405119897",
    "applicant-signing": "198801239909",
    "applicant-signing-failed": "200309169910",
    "applicant-rejected": "196703039955",
    "applicant-two": "199307279969",
    "applicant-pep": "195809029977",
    "customer-also-applicant": "198108159941",
    "customer-over-100": "192406079927",
    "applicant-coordination": "199001629931",
    "applicant-started": "199402149992",
}
IN_NO_TABLE = NationalNumber("197207049987")
ENGLISH_SPEAKERS = frozenset({"customer-over-100", "applicant-coordination"})
REGISTERED = frozenset({"customer-open", "customer-arrears", "applicant-ready", "customer-also-applicant"})
"""For the online services; the others are not."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Since when everybody has the same telephone, and it is known to be theirs."""


def _person(number: int, key: str, national_number: str) -> Person:
    return Person(
        ref=f"demo-{number:02}",
        national_number=NationalNumber(national_number),
        customer_number=CustomerNumber(f"{10000000 + number}"),
        name=f"Test Customer {number:02}",
        phone=PhoneNumber(f"+{46701740604 + number}"),
        email=f"test.customer.{number:02}@example.com",
        language="en-GB" if key in ENGLISH_SPEAKERS else "sv-SE",
        phone_since=LONG_AGO,
        phone_confirmed_at=LONG_AGO,
        registered=key in REGISTERED,
    )


PEOPLE = {key: _person(number, key, digits) for number, (key, digits) in enumerate(NATIONAL_NUMBERS.items(), start=1)}
"""By the key of DESIGN, in its order."""


def accounts(now: datetime) -> list[Account]:
    """Each opened on the first profile."""
    due = next_due_date(now.date())
    accounts = [
        _account("customer-open", "50000", "37654.50", current_due="1250", due_date=due, cash=("10000", "10000")),
        _account("customer-new", "20000", "20000"),
        _account("customer-arrears", "30000", "3100", current_due="980", due_date=due, arrears="2480"),
        _account("customer-chargeoff", "30000", "0", AccountStatus.CHARGE_OFF, arrears="30000"),
        _account("customer-closed", "0", "0", AccountStatus.CLOSED),
        _account("customer-fraud", "15000", "9200", AccountStatus.FRAUD, current_due="290", due_date=due),
        _account(
            "customer-paydown", "0", "0", AccountStatus.CANCELLED_PAY_DOWN, "12400", current_due="620", due_date=due
        ),
        _account("customer-also-applicant", "25000", "18300", current_due="335", due_date=due),
        _account("customer-over-100", "10000", "7420", current_due="310", due_date=due),
    ]
    keys = {person.ref: key for key, person in PEOPLE.items()}
    return [with_figures(keys[account.person], account, now) for account in accounts]


def applications(now: datetime) -> list[Application]:
    """The first of each person is on the first profile."""
    return [
        _application("applicant-ready", now, limit="25000"),
        _application("applicant-kyc", now, kyc=KycStatus.INITIATED),
        _application("applicant-kyc-failed", now, kyc=KycStatus.FAILED),
        _application("applicant-signing", now, ApplicationStatus.INITIALIZED_SIGNING),
        _application("applicant-signing-failed", now, ApplicationStatus.SIGNING_FAILED),
        _application("applicant-rejected", now, ApplicationStatus.REJECTED, decided=timedelta(days=10)),
        _application("applicant-two", now, age=timedelta(days=14)),
        _application("applicant-two", now, profile=SECOND_PROFILE, limit="10000"),
        _application("applicant-pep", now, pep=True),
        _application("customer-also-applicant", now, profile=SECOND_PROFILE),
        _application("applicant-coordination", now, limit="15000"),
        _application("applicant-started", now, ApplicationStatus.STARTED, kyc=KycStatus.INITIATED),
    ]


def offers() -> list[Offer]:
    """As in the example of the onboarding API, the third profile beside its two."""
    limits = {FIRST_PROFILE: 50000, NO_CREDIT_PROFILE: 0, SECOND_PROFILE: 30000}
    return [_offer(profile, limit) for profile, limit in limits.items()]


def documents() -> list[Document]:
    """Of the offers, each once."""
    found = [document for offer in offers() for document in terms_of(offer.profile)]
    return list({document.sha256: document for document in found}.values())


def next_due_date(today: date) -> date:
    """The 28th to come; on the 28th itself the next one."""
    this_month = today.replace(day=DUE_DAY)
    return this_month if today < this_month else (this_month + timedelta(days=7)).replace(day=DUE_DAY)


def _account(
    key: str,
    credit_limit: str,
    available: str,
    status: AccountStatus = AccountStatus.OPEN,
    balance: str | None = None,
    *,
    current_due: str = "0",
    due_date: date | None = None,
    arrears: str = "0",
    cash: tuple[str, str] | None = None,
) -> Account:
    """What is owed is what was spent of the limit, unless said."""
    number = list(PEOPLE).index(key) + 1
    limit = Limit(LimitType.ACCOUNT, Money.of(credit_limit), Money.of(available))
    cash_limit = (Limit(LimitType.CASH, Money.of(cash[0]), Money.of(cash[1])),) if cash else ()
    return Account(
        ref=f"demo-account-{number:02}",
        number=f"{50100000 + number}",
        person=PEOPLE[key].ref,
        profile=FIRST_PROFILE,
        status=status,
        limits=(limit, *cash_limit),
        balance=Money.of(balance) if balance else Money(limit.credit_limit.minor - limit.available.minor),
        current_due=Money.of(current_due),
        due_date=due_date,
        arrears=Money.of(arrears),
    )


def _application(
    key: str,
    now: datetime,
    status: ApplicationStatus = ApplicationStatus.AWAITING_SIGN,
    *,
    kyc: KycStatus = KycStatus.AUTHENTICATED,
    profile: str = FIRST_PROFILE,
    limit: str = "20000",
    pep: bool = False,
    age: timedelta = timedelta(days=12),
    decided: timedelta | None = None,
) -> Application:
    """`age` and `decided`: how long ago it was made and decided."""
    return Application(
        ref=f"{PEOPLE[key].ref}-{profile}",
        person=PEOPLE[key].ref,
        profile=profile,
        status=status,
        kyc=kyc,
        pep=pep,
        credit_limit=Money.of(limit),
        created_at=now - age,
        decided_at=now - decided if decided else None,
        approval_expires_at=None if decided else now - age + APPROVAL_LIFETIME,
        details=details(PEOPLE[key], pep=pep),
    )


def _offer(profile: str, limit: int) -> Offer:
    information, terms = terms_of(profile)
    return Offer(
        profile=profile,
        title=profile.replace("-", " "),
        max_credit_limit=Money.of(limit),
        monthly_admin_fee=Money.of(35),
        reminder_fee=Money.of(35),
        interest=Decimal("35.00"),
        interest_free_purchase_month=True,
        standard_european_agreements=information.url,
        account_terms=terms.url,
        standard_european_agreements_sha256=information.sha256,
        account_terms_sha256=terms.sha256,
    )
