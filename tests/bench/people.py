"""People to call as: national numbers with the serials kept free for testing, phones from the ranges for fiction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count, islice

from personnummer import personnummer
from sqlalchemy import insert

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.applications import Application, ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.kyc import KycStatus
from domain.money import Money
from domain.people import Person
from ivr.wiring import Parts
from storage import demo, tables
from storage.engine import writing
from storage.repositories.accounts import row_of_account, rows_of_limits
from storage.repositories.applications import row_of_application
from storage.repositories.people import row_of_person

CUSTOMERS, APPLICANTS, NOBODIES = 260, 130, 390
TEST_SERIALS = range(980, 1000)  # those that the Swedish tax agency keeps free
FICTION = (46313900600, 46406280400, 46846500400, 46980319200)  # a hundred numbers each
FIRST_CUSTOMER_NUMBER = 20000000


@dataclass(frozen=True)
class Crowd:
    """National numbers by who they belong to, and the phones of those who are known."""

    customers: tuple[str, ...]
    applicants: tuple[str, ...]
    nobodies: tuple[str, ...]
    phones: Mapping[str, str]

    @property
    def known(self) -> tuple[str, ...]:
        return self.customers + self.applicants


@cache
def crowd() -> Crowd:
    """Always the same."""
    numbers = _national_numbers()
    customers, applicants, nobodies = (tuple(islice(numbers, size)) for size in (CUSTOMERS, APPLICANTS, NOBODIES))
    phones = (f"+{first + place}" for first in FICTION for place in range(100))
    return Crowd(customers, applicants, nobodies, dict(zip(customers + applicants, phones, strict=False)))


def persons_of(people: Crowd) -> Sequence[Person]:
    return [_person(place, digits, people.phones[digits]) for place, digits in enumerate(people.known)]


def available_of(place: int) -> Money:
    """What the customer at this place can spend."""
    return Money(1_000_000 + 7351 * place)


def move_in(parts: Parts, people: Crowd) -> None:
    """Into the service's database, beside the demo people."""
    now = parts.clock.now()
    persons, customers = persons_of(people), len(people.customers)
    accounts = [_account(place, person, now) for place, person in enumerate(persons[:customers])]
    applications = [_application(person, now) for person in persons[customers:]]
    with writing(parts.engine).begin() as connection:
        connection.execute(
            insert(tables.people), [row_of_person(person, parts.cipher, demo.LEDGER) for person in persons]
        )
        connection.execute(insert(tables.accounts), [row_of_account(account, demo.LEDGER) for account in accounts])
        limits = [row for account in accounts for row in rows_of_limits(account)]
        connection.execute(insert(tables.account_limits), limits)
        connection.execute(
            insert(tables.applications), [row_of_application(one, parts.cipher, demo.LEDGER) for one in applications]
        )


def _national_numbers() -> Iterator[str]:
    days = (date(1950, 1, 1) + timedelta(days=n) for n in count())
    return (number for day in days for serial in TEST_SERIALS for number in _valid(f"{day:%Y%m%d}{serial}"))


def _valid(stem: str) -> Iterator[str]:
    return (stem + str(digit) for digit in range(10) if personnummer.valid(stem + str(digit)))


def _person(place: int, digits: str, phone: str) -> Person:
    return Person(
        ref=f"bench-{place}",
        national_number=NationalNumber(digits),
        customer_number=CustomerNumber(f"{FIRST_CUSTOMER_NUMBER + place}"),
        name=f"Bench Customer {place}",
        phone=PhoneNumber(phone),
        email=f"bench.customer.{place}@example.com",
        language="sv-SE",
        phone_since=demo.LONG_AGO,
    )


def _account(place: int, person: Person, now: datetime) -> Account:
    limit, available = Money.of("50000"), available_of(place)
    return Account(
        ref=f"bench-account-{place}",
        number=f"{60000000 + place}",
        person=person.ref,
        profile="kontotyp-1",
        status=AccountStatus.OPEN,
        limits=(Limit(LimitType.ACCOUNT, limit, available),),
        balance=Money(limit.minor - available.minor),
        current_due=Money(50_000 + 113 * place),
        due_date=now.date() + timedelta(days=20),
        arrears=Money(0),
    )


def _application(person: Person, now: datetime) -> Application:
    return Application(
        ref=f"{person.ref}-application",
        person=person.ref,
        profile="kontotyp-1",
        status=ApplicationStatus.AWAITING_SIGN,
        kyc=KycStatus.AUTHENTICATED,
        pep=False,
        credit_limit=Money.of("20000"),
        created_at=now - timedelta(days=5),
        decided_at=None,
    )
