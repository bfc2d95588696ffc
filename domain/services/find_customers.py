"""Find people by what they are known by, exactly: what is sealed has no parts that could be searched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import normalize

from domain.disclosure import Fact
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.journey import Unknown
from domain.people import Person
from domain.services.customer_journey import Inquiry, UserType, journey_of, user_type_of
from domain.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Wanted:
    """All that is given must be theirs. The first five find somebody, the others only tell people apart."""

    customer_ref: str | None = None
    account_number: str | None = field(default=None, repr=False)
    national_number: NationalNumber | None = None
    customer_number: CustomerNumber | None = None
    phone: PhoneNumber | None = None
    given_name: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    date_of_birth: date | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Found:
    customer_ref: str
    user_type: UserType


def find_customers(work: UnitOfWork, wanted: Wanted, inquiry: Inquiry) -> Sequence[Found]:
    """In the order of their references. Whoever is unknown by now is not found. Each is disclosed."""
    found = [one for person in _with_all_keys(work, wanted) if (one := _found(work, person, wanted, inquiry))]
    for number, one in enumerate(found):
        work.audit.add(inquiry.disclosure(one.customer_ref, (Fact.USER_TYPE,), number))
    return found


def _with_all_keys(work: UnitOfWork, wanted: Wanted) -> Sequence[Person]:
    keys: Sequence[tuple[Any, Callable[[Any], Sequence[Person]]]] = (
        (wanted.customer_ref, lambda ref: _listed(work.people.get(ref))),
        (wanted.account_number, lambda number: _listed(_holder(work, number))),
        (wanted.national_number, lambda number: _listed(work.people.find(number))),
        (wanted.customer_number, lambda number: _listed(work.people.find(number))),
        (wanted.phone, work.people.with_phone),
    )
    first, *others = [{person.ref: person for person in look_up(key)} for key, look_up in keys if key is not None]
    return [first[ref] for ref in sorted(first) if all(ref in other for other in others)]


def _found(work: UnitOfWork, person: Person, wanted: Wanted, inquiry: Inquiry) -> Found | None:
    if not _is_told_apart(person, wanted):
        return None
    journey = journey_of(work, person.ref, inquiry.now)
    return None if isinstance(journey, Unknown) else Found(person.ref, user_type_of(journey))


def _is_told_apart(person: Person, wanted: Wanted) -> bool:
    """The name on record begins with the given name and ends with the family name, in whole words."""
    given, family, words = _words(wanted.given_name), _words(wanted.family_name), _words(person.name)
    born = wanted.date_of_birth
    is_born_then = born is None or person.national_number.may_be_born_on(born)
    return is_born_then and words[: len(given)] == given and words[len(words) - len(family) :] == family


def _words(name: str) -> Sequence[str]:
    return normalize("NFC", name).casefold().split()


def _holder(work: UnitOfWork, account_number: str) -> Person | None:
    account = work.accounts.numbered(account_number)
    return work.people.get(account.person) if account else None


def _listed(person: Person | None) -> Sequence[Person]:
    return [person] if person else []
