"""After every journey of every demo person nothing that a service keeps, logs or shows tells who somebody is.

Looked for: national numbers (twelve digits and ten, in every way of setting them apart), customer numbers, names, phone
numbers, e-mail addresses, one-time codes, and figures of accounts in the spellings they have on paper and in speech.
The only place where figures may stand is the database: accounts have to be somewhere. What is not looked into: the
answers themselves, the memory of the processes, and `/phone/messages` of a demo, whose address names a recipient.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import make_url

from domain.people import Person as Known
from ivr import wiring
from ivr.config import load_settings
from ivr.parts import Parts
from ivr.phone.agents import Outcome
from ivr.phone.line import Line
from storage.demo import IN_NO_TABLE
from storage.outbox import backlog
from tests.canaries.people import PEOPLE, canaries
from tests.canaries.places import Place, places_of
from tests.canaries.scanner import kinds_in
from tests.journeys.conftest import ACCOUNT, ANY_PHONE, LINE_NUMBER
from tests.phone.caller import Person
from tests.postgres import Postgres
from tests.service import MANY_CALLS, WEB, Service, running_service, until
from tests.square import languages_on

PARALLEL = 6  # people who are on the phone at the same time
OF_ACCOUNTS = ("tables", "file creditline.db", "file creditline.db-wal", "file creditline.db-shm")
ON_THE_WAY = ("tables", "memory of Valkey")
"""Where something stands until it is delivered; the files are what is left of it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service of the test's own, on either database."""
    if request.param == "sqlite":
        with running_service(tmp_path / "data", **MANY_CALLS) as running:
            yield running
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with (
        postgres.database() as name,
        running_service(tmp_path / "data", DATABASE_URL=postgres.url(name), **MANY_CALLS) as running,
    ):
        yield running


class Callers:
    """All who phone `service`, and every address that was asked for meanwhile."""

    def __init__(self, service: Service, languages: Sequence[str]) -> None:
        self.service, self.languages = service, languages
        self.line = Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)
        self.people: list[Person] = []

    def phones(self, number: str) -> Person:
        self.people.append(Person(self.line, number, agents=[Outcome.BUSY]))
        return self.people[-1]

    def codes(self) -> frozenset[bytes]:
        """All that were sent, read from the handset."""
        phones = [str(person.phone.e164) for person in PEOPLE if person.phone]
        answers = [WEB.get(f"{self.service.url}/phone/messages", params={"to": phone}) for phone in phones]
        texts = [message["text"] for answer in answers for message in answer.json()]
        return frozenset(code.encode() for text in texts for code in re.findall(r"\b\d{6}\b", text))

    def addresses(self) -> bytes:
        return "\n".join(request.url for person in self.people for request in person.requests).encode()


def journeys_of(known: Known) -> tuple[tuple[str, ...], ...]:
    """Verified after a wrong code, told twice, to a person, called back; by customer number, more; never verified."""
    full, short = known.national_number.digits, known.national_number.digits[2:]
    return (
        (f"{full}#", "000000", "{code}", "1", "0", "2"),
        (f"{known.customer_number.digits}#", "{code}#", "4", "", "3"),
        (f"{short}#", "000000", "000001", "000002"),
    )


JOURNEYS_OF_STRANGERS = ((f"{IN_NO_TABLE.digits}#", "0#"), ("1#", "1", "3", "9"), ("", "4711#"), ("2#", "2"))


def make_journeys(callers: Callers, known: Known) -> None:
    """One after another: two calls at once would read each other's codes."""
    for language, keys in product(callers.languages, journeys_of(known)):
        make_journey(callers.phones(known.phone.e164 if known.phone else "anonymous"), language, keys)


def make_journeys_of_strangers(callers: Callers) -> None:
    for language, keys in product(callers.languages, JOURNEYS_OF_STRANGERS):
        make_journey(callers.phones(ANY_PHONE), language, keys)


def make_journey(person: Person, language: str, keys: Sequence[str]) -> None:
    """To its last key or its end, whatever comes first; an empty one is silence."""
    person.dials_in(language)
    for pressed in keys:
        if not person.ended:
            person.enters(pressed) if pressed else person.stays_silent()
    if not person.ended:
        person.hangs_up()


def test_after_all_journeys_nothing_tells_who_somebody_is(service: Service) -> None:
    database = make_url(load_settings(service.env).database_url).get_backend_name()
    callers = Callers(service, languages_on(database))
    with ThreadPoolExecutor(PARALLEL) as pool:
        done = [
            pool.submit(make_journeys_of_strangers, callers),
            *(pool.submit(make_journeys, callers, known) for known in PEOPLE),
        ]
    assert [one.exception() for one in done if one.exception()] == []
    codes = callers.codes()
    assert len(codes) >= len(callers.languages) * 3 * len(PEOPLE) - 5
    first = {name: place for name, place in places_of(service).items() if name in ON_THE_WAY}
    assert found(first, codes) == []
    parts = wiring.parts(load_settings(service.env))
    until(lambda: not waits(parts))
    parts.engine.dispose()
    assert found({**places_of(service), "addresses asked for": callers.addresses}, codes) == []


def waits(parts: Parts) -> bool:
    return parts.sessions.backlog() > 0 or backlog(parts.engine, parts.clock.now()).waiting > 0


def found(places: Mapping[str, Place], codes: frozenset[bytes]) -> list[tuple[str, str]]:
    """Place and kind, and never what it was."""
    return [
        (name, kind)
        for name, place in places.items()
        for kind in sorted(kinds_in(place(), canaries(codes, figures=name not in OF_ACCOUNTS)))
    ]
