"""Who applies: somebody who is known already, or a new person."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count

from domain.applicants import ApplicantDetails
from domain.errors import InvalidIdentifier
from domain.identifiers import CustomerNumber, PhoneNumber, read_keyed
from domain.people import Person
from domain.services.lending import Lending
from domain.services.notices import LANGUAGE
from domain.unit_of_work import UnitOfWork


def found_or_added(work: UnitOfWork, lending: Lending, details: ApplicantDetails, now: datetime) -> Person:
    """By the national number. Whoever is known keeps their contact data: an application proves nothing."""
    number, ref = details.national_number, lending.numbers.reference()
    customer_numbers = _customer_numbers(lending, ref, details)
    person = work.people.find(number)
    while person is None:
        new = _person(ref, next(customer_numbers), details, now)
        person = new if work.people.add(new) else work.people.find(number)
    return person


def _person(ref: str, customer_number: CustomerNumber, details: ApplicantDetails, now: datetime) -> Person:
    return Person(
        ref=ref,
        national_number=details.national_number,
        customer_number=customer_number,
        name=details.legal_address.name,
        phone=_phone(details),
        email=details.email_address,
        language=LANGUAGE,
        phone_since=now,
    )


def _phone(details: ApplicantDetails) -> PhoneNumber | None:
    with suppress(InvalidIdentifier):
        return PhoneNumber.parse(details.cell_phone)
    return None


def _customer_numbers(lending: Lending, ref: str, details: ApplicantDetails) -> Iterator[CustomerNumber]:
    """The posted one where it can be keyed as such, then ours."""
    with suppress(InvalidIdentifier):
        keyed = read_keyed(details.customer_no)
        if isinstance(keyed, CustomerNumber):
            yield keyed
    for attempt in count():
        yield CustomerNumber(lending.numbers.customer_number(ref, attempt))
