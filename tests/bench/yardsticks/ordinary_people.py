"""The people of the bench in the ordinary webhook's tables."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.bench.people import Crowd
from tests.bench.yardsticks.ordinary_tables import Account, Application, Base, Offer, Person

OFFERS = (("kontotyp-1", "kontotyp 1", 50000, 35), ("kontotyp-3", "kontotyp 3", 30000, 35))


def settle(database_url: str, people: Crowd) -> None:
    engine = create_engine(database_url)
    Base.metadata.create_all(engine)
    with Session(engine) as database:
        persons = [_person(place, digits, people.phones[digits]) for place, digits in enumerate(people.known)]
        database.add_all(persons)
        database.flush()
        customers, applicants = persons[: len(people.customers)], persons[len(people.customers) :]
        database.add_all(_account(place, person) for place, person in enumerate(customers))
        database.add_all(_application(person) for person in applicants)
        database.add_all(
            Offer(profile=profile, title=title, max_credit_limit=limit, monthly_fee=fee)
            for profile, title, limit, fee in OFFERS
        )
        database.commit()
    engine.dispose()


def _person(place: int, digits: str, phone: str) -> Person:
    return Person(national_number=digits, name=f"Bench Customer {place}", phone=phone)


def _account(place: int, person: Person) -> Account:
    return Account(
        person_id=person.id,
        status="Open",
        credit_limit=5_000_000,
        available=1_000_000 + 7351 * place,
        amount_due=50_000 + 113 * place,
        due_date=datetime.now(UTC).date() + timedelta(days=20),
    )


def _application(person: Person) -> Application:
    return Application(person_id=person.id, status="waiting to be signed", credit_limit=2_000_000)
