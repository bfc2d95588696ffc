"""Who calls on a bad day, and what nobody else may hear of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.people import Person
from ivr.prompts.speech import said
from tests.bench.people import Crowd, available_of, crowd, persons_of

LANGUAGE = "en-GB"
NOWHERE = "+46980319299"  # a number for fiction that is nobody's here


@dataclass(frozen=True)
class Somebody:
    """`application`: the one that waits for a signature. `figures`: how it is said what they can spend."""

    digits: str
    phone: str
    application: str | None = None
    figures: str | None = None


def some_of_the_crowd(customers: int, applicants: int, nobodies: int) -> Crowd:
    everybody = crowd()
    return Crowd(
        everybody.customers[:customers],
        everybody.applicants[:applicants],
        everybody.nobodies[:nobodies],
        everybody.phones,
    )


def somebodies(people: Crowd) -> Sequence[Somebody]:
    return [*_customers(people), *_applicants(people), *(Somebody(digits, NOWHERE) for digits in people.nobodies)]


def _customers(people: Crowd) -> Iterator[Somebody]:
    for place, digits in enumerate(people.customers):
        yield Somebody(digits, people.phones[digits], figures=said(available_of(place), LANGUAGE))


def _applicants(people: Crowd) -> Iterator[Somebody]:
    for person in persons_of(people)[len(people.customers) :]:
        digits = person.national_number.digits
        yield Somebody(digits, people.phones[digits], application=f"{person.ref}-application")


@dataclass(frozen=True)
class Secrets:
    """What is kept of everybody, to be looked for in what one of them is told, and in logs."""

    kept: re.Pattern[str]

    def found_in(self, text: str) -> set[str]:
        return set(self.kept.findall(text))


def secrets_of(people: Crowd) -> Secrets:
    """Figures as they are said, numbers and addresses; the longest first, as the end of one may be another."""
    figures = [one.figures for one in _customers(people) if one.figures]
    own = [own for person in persons_of(people) for own in _own(person)]
    longest_first = sorted({*figures, *own, *people.nobodies}, key=len, reverse=True)
    return Secrets(re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"))


def _own(person: Person) -> tuple[str, ...]:
    assert person.phone
    numbers = (person.national_number.digits, person.customer_number.digits, person.phone.e164.removeprefix("+"))
    return (*numbers, person.name, person.email)
