"""Many sign at once, by token and by the last code of a call: one account each, and everybody hears of the same one.

Issue 4: 20 for each of 10 applications on SQLite, 50 on PostgreSQL; `make soak` takes 200 for each of 100.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Barrier

import pytest
from sqlalchemy import Engine, insert, select, text

from domain.applications import Application
from domain.disclosure import Fact
from domain.errors import Unavailable
from domain.identifiers import CustomerNumber, NationalNumber
from domain.messages import Message
from domain.people import Person
from domain.requests import NotSignable, Signed
from domain.services.sign_agreement import AgreementSigned, sign_by_token
from domain.signing import Obstacle
from domain.verification import VerificationLimits
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import CONNECTIONS, open_engine, translated, writing
from storage.outbox import opened
from storage.repositories.applications import row_of_application
from storage.repositories.people import row_of_person
from storage.seeding import seed
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line, SettableClock
from tests.domain.signing import TOKEN, verified_person
from tests.postgres import DATABASES
from tests.storage.conftest import mark_handed_over

APPLICATIONS = int(os.environ.get("SOAK_APPLICATIONS", "10"))
SIGNERS = {"sqlite": 20, "postgresql": 50} | {
    database: int(os.environ["SOAK_SIGNERS"]) for database in DATABASES if "SOAK_SIGNERS" in os.environ
}
PLENTY = VerificationLimits(
    starts_per_identifier=10_000,
    codes_per_person=10_000,
    codes_in_all=1_000_000,
    signing_codes_per_person=10_000,
    signing_codes_in_all=1_000_000,
)

Signer = Callable[[], str | Obstacle]
"""Answers the last digits of the account, or why there is none."""


def person(number: int) -> Person:
    return replace(
        demo.PEOPLE["applicant-ready"],
        ref=f"applicant-{number}",
        national_number=NationalNumber(f"{number:012}"),
        customer_number=CustomerNumber(f"{number:09}"),
    )


def application(person: Person) -> Application:
    return replace(demo.applications(NOON)[0], ref=f"{person.ref}-kontotyp-1", person=person.ref)


PEOPLE = [person(number) for number in range(APPLICATIONS)]


@dataclass(frozen=True)
class House:
    """One database behind as many engines as its signers need; each thread uses one of them."""

    engines: Sequence[Engine]
    cipher: Cipher
    signers: int

    def line(self, number: int) -> Line:
        transactions = SqlTransactions(self.engines[number % len(self.engines)], self.cipher, demo.LEDGER)
        engine = self.engines[0]
        return Line(
            transactions,
            lambda: newest_message(engine, self.cipher),
            list,
            lambda: mark_handed_over(engine),
            SettableClock(),
            self.cipher,
            PLENTY,
        )

    def move_in(self) -> None:
        with writing(self.engines[0]).begin() as connection:
            people = [row_of_person(one, self.cipher, demo.LEDGER) for one in PEOPLE]
            connection.execute(insert(tables.people), people)
            applications = [row_of_application(application(one), self.cipher, demo.LEDGER) for one in PEOPLE]
            connection.execute(insert(tables.applications), applications)

    def count(self, table: str) -> int:
        with self.engines[0].connect() as connection:
            found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own names
        return found


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, cipher: Cipher) -> Iterator[House]:
    url, signers = request.getfixturevalue(f"{request.param}_url"), SIGNERS[request.param]
    engines = [open_engine(url) for _ in range(0, min(signers, 100), CONNECTIONS)]
    seed(engines[0], cipher, NOON, fresh=False)
    house = House(engines, cipher, signers)
    house.move_in()
    yield house
    for engine in engines:
        engine.dispose()


def newest_message(engine: Engine, cipher: Cipher) -> Sequence[Message]:
    with engine.connect() as connection:
        row = connection.execute(select(tables.outbox).order_by(tables.outbox.c.id.desc()).limit(1)).one()
    return [opened(row.dedupe, row.body, cipher)]


def by_token(line: Line, who: Person) -> Signer:
    def sign() -> str | Obstacle:
        with line.transactions.begin() as work:
            ref = application(who).ref
            answer = sign_by_token(work, line.lending, "kontotyp-1", ref, TOKEN, now=NOON, today=NOON.date())
        assert isinstance(answer, AgreementSigned), answer
        return answer.account[-3:]

    return sign


def by_code(line: Line, who: Person, call: str) -> Signer:
    """Of a call that has come as far as its last code."""
    ready = verified_person(line, who, call)
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)

    def sign() -> str | Obstacle:
        answer = ready.caller.asks(request)
        if isinstance(answer, Signed):
            return answer.summary.open(ready.grant).account_ending
        assert isinstance(answer, NotSignable), answer
        return answer.obstacle

    return sign


def persistent(sign: Signer) -> Signer:
    """Whoever is not answered in time asks again, as clients and callers do."""

    def insist() -> str | Obstacle:
        while True:
            with suppress(Unavailable):
                return sign()

    return insist


def all_at_once(signers: Sequence[Signer]) -> Sequence[str | Obstacle]:
    barrier = Barrier(len(signers))

    def sign(signer: Signer) -> str | Obstacle:
        barrier.wait()
        return persistent(signer)()

    with ThreadPoolExecutor(len(signers)) as pool:
        return list(pool.map(sign, signers))


def test_many_at_once_open_one_account_and_all_hear_of_it(house: House) -> None:
    for number, who in enumerate(PEOPLE):
        signers = [
            by_code(house.line(one), who, f"call-{number}-{one}") if one % 2 else by_token(house.line(one), who)
            for one in range(house.signers)
        ]
        heard = all_at_once(signers)
        with house.line(0).transactions.reading() as work:
            account = work.accounts.of(who.ref)[0].number
        assert set(heard[::2]) == {account[-3:]}, "a token is answered the same account"
        assert set(heard[1::2]) <= {account[-3:], Obstacle.ALREADY_SIGNED}
        assert len([one for one in heard[1::2] if one == account[-3:]]) <= 1, "one call at most has signed it"
    assert house.count("evidence") == APPLICATIONS
    assert house.count("accounts WHERE application IS NOT NULL") == APPLICATIONS
    assert house.count(f"audit WHERE facts = '{Fact.NEW_ACCOUNT}'") == APPLICATIONS
    assert house.count("applications WHERE status = 'Approved' AND version = 3") == APPLICATIONS
    assert house.count("application_changes") == 2 * APPLICATIONS
    assert house.count("outbox WHERE dedupe LIKE 'text:text-signed:%'") == APPLICATIONS


def test_as_many_signers_at_once_open_more_accounts_by_check_then_insert(house: House) -> None:
    """So that the test above can fail."""
    with writing(house.engines[0]).begin() as connection:
        connection.execute(text("CREATE TABLE naive_accounts (application VARCHAR(64))"))
    for who in PEOPLE:
        all_at_once([naively(house.engines[one % len(house.engines)], who) for one in range(house.signers)])
    assert house.count("naive_accounts") > APPLICATIONS


def naively(engine: Engine, who: Person) -> Signer:
    """Looks whether there is an account, then adds one."""

    def sign() -> str | Obstacle:
        values = {"ref": application(who).ref}
        with translated(), engine.begin() as connection:
            found = connection.execute(text("SELECT 1 FROM naive_accounts WHERE application = :ref"), values).first()
        if found is None:
            with translated(), writing(engine).begin() as connection:
                connection.execute(text("INSERT INTO naive_accounts VALUES (:ref)"), values)
        return ""

    return sign
