"""A crowd signs at once, from outside: calls at their last code, delivered several times, and systems that ask the API.

Issue 4: 20 signings of each of 10 applications on SQLite, 50 on PostgreSQL; `make soak` takes 200 of each of 100.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import TypeVar

import httpx
import pytest
from sqlalchemy import Engine, text

from domain.disclosure import Fact
from domain.kyc import KycStatus
from domain.services.review import check_identity
from ivr import wiring
from ivr.config import load_settings
from ivr.phone.http import client
from ivr.phone.line import Line
from ivr.wiring import Parts
from storage.unit_of_work import SqlTransactions
from tests.api.applicants import adults, body, from_somebody
from tests.api.conftest import APPLICATIONS
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.service import Service, run
from tests.signing.last_code import LastCode, call_at_last_code, says

T = TypeVar("T")

APPLICANTS = int(os.environ.get("SOAK_APPLICATIONS", "10"))
SIGNINGS = {"sqlite": 20, "postgresql": 50}
CALLS = 2  # of each applicant; the last code of each is delivered again and again
PHONES = [f"+468465004{number:02}" for number in range(100)]  # numbers for fiction
IN_PARALLEL = 10  # callers on their way to the last code
NEWS = {"signed": "signed", "already": "cannot-sign-already-signed", "unsure": "transfer-signing-unsure"}

PERSON = "person = (SELECT person FROM applications WHERE ref = :ref)"
ONCE = {
    f"accounts WHERE {PERSON}": 1,
    "accounts WHERE application = :ref": 1,
    "evidence WHERE application = :ref": 1,
    f"audit WHERE facts = '{Fact.NEW_ACCOUNT}' AND {PERSON}": 1,
    "applications WHERE ref = :ref AND status = 'Approved'": 1,
    "signing_orders WHERE application = :ref": 0,
}


@dataclass(frozen=True)
class Applicant:
    """Ready to sign: by API at `address`, on the phone by the last code of any of `calls`."""

    address: str
    calls: Sequence[LastCode]

    @property
    def application(self) -> str:
        return self.address.rpartition("/")[2]


@dataclass(frozen=True)
class Lender:
    """The lender's systems, and those who decide there."""

    service: Service
    web: httpx.Client
    parts: Parts

    def takes_application(self, national_number: str, phone: str) -> str:
        """Its address. The identity of whoever applies is checked, and the phone confirmed."""
        posted = from_somebody(national_number, cellPhone=phone, kyc__questions__5__answer__code="false")
        answer = self.web.post(APPLICATIONS, content=body(posted), headers={"Content-Type": "application/json"})
        assert answer.status_code == 201, answer.text
        address = answer.headers["Location"]
        transactions = SqlTransactions(self.parts.engine, self.parts.cipher, 501)
        with transactions.begin() as work:
            ref, now = address.rpartition("/")[2], self.parts.clock.now()
            check = partial(check_identity, work, ref, KycStatus.AUTHENTICATED, is_phone_confirmed=True)
            assert check(by="a clerk", now=now)
        return str(address)

    def signs(self, address: str) -> str:
        """The address of the account. Whoever is told to come again later comes again."""
        while (answer := self.web.post(f"{address}/sign-agreement")).status_code == httpx.codes.SERVICE_UNAVAILABLE:
            assert answer.headers["Retry-After"]
        assert answer.status_code == 201, answer.text
        return str(answer.json()["createdAccount"])


@pytest.fixture
def lender(service: Service) -> Iterator[Lender]:
    words = [word for scope in ("read", "write", "sign") for word in ("--scope", f"onboarding:{scope}")]
    token = run("token", *words, env=service.env).stdout.strip()
    parts = wiring.parts(load_settings(service.env))
    with client() as web:
        web.base_url, web.headers["Authorization"] = httpx.URL(service.url), f"Bearer {token}"
        yield Lender(service, web, parts)
    parts.engine.dispose()


def applicants(lender: Lender) -> Iterator[Applicant]:
    """Some at a time: the code of an agreement is good for minutes."""
    service = lender.service
    line = Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)

    def applicant(national_number: str, phone: str) -> Applicant:
        address = lender.takes_application(national_number, phone)
        number = national_number.replace("-", "")
        return Applicant(address, [call_at_last_code(line, phone, number) for _ in range(CALLS)])

    people = list(zip(adults(), PHONES[:APPLICANTS], strict=False))
    with ThreadPoolExecutor(IN_PARALLEL) as pool:
        for first in range(0, APPLICANTS, IN_PARALLEL):
            yield from pool.map(applicant, *zip(*people[first : first + IN_PARALLEL], strict=True))


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """What each of them answers, in their order."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], T]) -> T:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def test_whoever_signs_at_once_gets_one_account_and_everybody_hears_of_it(lender: Lender) -> None:
    engine = lender.parts.engine
    signings = int(os.environ.get("SOAK_SIGNERS", SIGNINGS[engine.dialect.name]))
    unsure = 0
    for applicant in applicants(lender):
        heard, accounts = sign_at_once(applicant, lender, signings)
        assert len(set(accounts)) == 1, "a system is answered the same account"
        assert all(len(words) == 1 for words in heard), "a call hears the same at each delivery"
        news = Counter(news_in(words.pop()) for words in heard)
        assert news["signed"] <= 1, "one call at most has signed it"
        assert news["signed"] == made_by_phone(engine, applicant) or news["unsure"]
        assert counts(engine, applicant) == ONCE
        unsure += news["unsure"]
    assert unsure <= lender.service.output.read_text().count("service_failed"), "unsure is only who was not answered"
    assert unsure < APPLICANTS


def sign_at_once(applicant: Applicant, lender: Lender, signings: int) -> tuple[list[set[str]], list[str]]:
    """What each call hears, and the account that each system is answered."""
    deliveries = [call for call in applicant.calls for _ in range(signings // 2 // CALLS)]
    phone = [partial(call.deliver, lender.web) for call in deliveries]
    api = [partial(lender.signs, applicant.address)] * (signings - len(phone))
    answers = at_once([*phone, *api])
    heard = list(zip(deliveries, answers, strict=False))
    return [{words for one, words in heard if one is call} for call in applicant.calls], answers[len(phone) :]


def news_in(words: str) -> str:
    """Which of the three it is that a call hears after its last code."""
    [news] = [news for news, key in NEWS.items() if says(words, key)]
    return news


def made_by_phone(engine: Engine, applicant: Applicant) -> int:
    return count(engine, "evidence WHERE application = :ref AND method = 'keyed'", applicant.application)


def counts(engine: Engine, applicant: Applicant) -> dict[str, int]:
    return {what: count(engine, what, applicant.application) for what in ONCE}


def count(engine: Engine, what: str, application: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {what}"), {"ref": application}).scalar_one())  # noqa: S608 - our own names
