"""The ordinary webhook does the service's work: sends a code, checks it, and takes each turn once."""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from tests.bench.people import crowd
from tests.bench.yardsticks import ordinary, ordinary_people
from tests.bench.yardsticks.ordinary_database import open_engine
from tests.bench.yardsticks.ordinary_tables import Disclosure, Event, Message, ReceivedText
from tests.bench.yardsticks.ordinary_worker import deliver
from tests.postgres import Postgres
from tests.valkey import running_valkey

pytestmark = [pytest.mark.xdist_group("ordinary"), pytest.mark.server]  # one database and one Valkey for all of them

TOKEN, PUBLIC_URL = "a token of the test", "https://ordinary.example"
CUSTOMER, APPLICANT, NOBODY = crowd().customers[0], crowd().applicants[0], crowd().nobodies[0]


@dataclass
class Caller:
    """A call to the ordinary webhook, signed as Twilio signs."""

    web: FlaskClient
    engine: Engine
    sid: str = field(default_factory=lambda: "CA" + secrets.token_hex(16))
    heard: str = ""

    def dials(self) -> "Caller":
        return self.posts("/voice/incoming", {})

    def keys(self, digits: str) -> "Caller":
        return self.posts(re.findall(r'action="([^"]*)"', self.heard)[0], {"Digits": digits})

    def posts(self, path: str, params: dict[str, str]) -> "Caller":
        form = {"CallSid": self.sid, "From": "+46701740680", "To": "+46101740600"} | params
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, form)
        answer = self.web.post(path, data=form, headers={"X-Twilio-Signature": signature})
        assert answer.status_code == 200
        self.last, self.heard = (path, params), answer.text
        return self

    def is_repeated(self) -> str:
        """What the carrier hears that brings the last request once more."""
        return self.posts(*self.last).heard

    def code(self, person: str) -> str:
        """Of the newest text message to this person's phone."""
        deliver(self.engine)
        texts = self.read(select(ReceivedText.text).where(ReceivedText.phone == crowd().phones[person]))
        return str(re.findall(r"\d{6}", texts[-1])[0])

    @property
    def told(self) -> Sequence[str]:
        """What was told in this call, as the audit has it."""
        return self.read(select(Disclosure.facts).where(Disclosure.call == self.sid))

    @property
    def messages(self) -> Sequence[str]:
        """What this call has had sent, to somebody or to nobody."""
        return self.read(select(Message.text).where(Message.dedupe.startswith(self.sid)))

    def read(self, query: Any) -> Sequence[Any]:
        with Session(self.engine) as database:
            return database.scalars(query).all()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('ordinary') / 'ordinary.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture(scope="module")
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def web(database_url: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    ordinary_people.settle(database_url, crowd())
    with running_valkey(tmp_path_factory.mktemp("valkey")) as redis_url, pytest.MonkeyPatch.context() as patch:
        for name, value in {"REDIS_URL": redis_url, "PUBLIC_URL": PUBLIC_URL, "TWILIO_AUTH_TOKEN": TOKEN}.items():
            patch.setenv(name, value)
        yield ordinary.application(engine).test_client()


@pytest.fixture
def caller(web: FlaskClient, engine: Engine) -> Caller:
    return Caller(web, engine)


def test_a_customer_with_the_code_hears_figures_and_ends_the_call(caller: Caller) -> None:
    caller.dials().keys(CUSTOMER)
    assert "You can spend" not in caller.heard
    assert "You can spend SEK10,000.00" in caller.keys(caller.code(CUSTOMER)).heard.replace("\xa0", "")
    assert "<Hangup" in caller.keys("9").heard
    steps = caller.read(select(Event.step).where(Event.call == caller.sid).order_by(Event.turn))
    assert steps == ["greeting", "identifier", "code", "menu"]
    assert caller.told == ["limit,available,due"]


def test_an_applicant_with_the_code_hears_of_the_application(caller: Caller) -> None:
    caller.dials().keys(APPLICANT)
    assert "Your application" in caller.keys(caller.code(APPLICANT)).heard


def test_a_turn_that_comes_again_gets_its_answer_and_changes_nothing(caller: Caller) -> None:
    asked = caller.dials().keys(CUSTOMER).heard
    assert caller.is_repeated() == asked
    assert len(caller.messages) == 1
    told = caller.keys(caller.code(CUSTOMER)).heard
    assert caller.is_repeated() == told
    assert caller.told == ["limit,available,due"]


def test_wrong_codes_lead_out_of_the_question_and_to_no_figures(caller: Caller) -> None:
    caller.dials().keys(CUSTOMER)
    wrong = f"{(int(caller.code(CUSTOMER)) + 1) % 10**6:06}"
    assert "not right" in caller.keys(wrong).keys(wrong).heard
    assert "could not match" in caller.keys(wrong).heard
    assert not caller.told


def test_somebody_unknown_is_sent_nothing_and_no_code_is_right(caller: Caller) -> None:
    caller.dials().keys(NOBODY)
    before = caller.read(select(func.count()).select_from(ReceivedText))
    assert deliver(caller.engine) == len(caller.messages) == 1
    assert caller.read(select(func.count()).select_from(ReceivedText)) == before
    assert "not right" in caller.keys("123456").heard


def test_a_code_that_was_not_handed_over_is_not_right(caller: Caller) -> None:
    caller.dials().keys(CUSTOMER)
    code = re.findall(r"\d{6}", caller.messages[0])[0]
    assert "not right" in caller.keys(code).heard


def test_what_is_not_signed_is_refused(caller: Caller) -> None:
    assert caller.web.post("/voice/incoming", data={"CallSid": "CA1"}).status_code == 403
