"""The same request twice at the same moment, on either database: it takes place once, and both hear of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from domain.errors import Unavailable
from ivr import wiring
from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.config import Settings
from storage import demo, tables
from storage.seeding import seed
from tests.api.applicants import adults, from_somebody
from tests.api.conftest import APPLICATIONS, System, json_of
from tests.domain.line import NOON
from tests.postgres import DATABASES
from tests.storage.between import in_between
from tests.test_composed_settings import settings_of

KEY = "a key of its own"


@pytest.fixture(params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Nothing counts requests here."""
    found = settings_of(tmp_path, request.getfixturevalue(f"{request.param}_url"))
    return found.model_copy(update={"redis_url": f"unix://{tmp_path}/nothing.sock"})


@pytest.fixture
def parts(settings: Settings) -> Iterator[wiring.Parts]:
    found = wiring.parts(settings)
    seed(found.engine, found.cipher, NOON, fresh=False)
    yield found
    found.engine.dispose()


@pytest.fixture
def shop(settings: Settings, parts: wiring.Parts) -> Callable[[Engine], System]:
    """By a process of its own."""

    def on(engine: Engine) -> System:
        app = create_app(wiring.api_blueprints(settings, replace(parts, engine=engine)))
        bearer = Bearer("a shop", demo.LEDGER, frozenset(Scope))
        return System(app.test_client(), Tokens.of(settings).issue(bearer, timedelta(hours=1)))

    return on


def applications(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(tables.applications)).scalar_one()


def insistent(answer: TestResponse) -> TestResponse:
    """Of a client that asks again where there was no time for it."""
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        raise Unavailable
    return answer


def heard(answer: TestResponse) -> tuple[int, bytes, str | None]:
    return answer.status_code, answer.data, answer.headers.get("Location")


Shop = Callable[[Engine], System]


@pytest.mark.parametrize("before", ["INSERT INTO applications", "COMMIT"])
def test_an_application_that_is_sent_twice_at_once_is_one(parts: wiring.Parts, shop: Shop, before: str) -> None:
    posted, stored = from_somebody(next(adults())), applications(parts.engine)

    def posts(engine: Engine) -> TestResponse:
        return insistent(shop(engine).post(APPLICATIONS, posted, Idempotency_Key=KEY))

    with in_between(parts.engine, before, posts) as other:
        answer = posts(parts.engine)
    assert answer.status_code == 201
    assert heard(other.answer) == heard(answer)
    assert applications(parts.engine) == stored + 1


def test_two_requests_under_one_key_at_once_are_a_mismatch(parts: wiring.Parts, shop: Shop) -> None:
    people = adults()

    def posts(engine: Engine) -> TestResponse:
        return insistent(shop(engine).post(APPLICATIONS, from_somebody(next(people)), Idempotency_Key=KEY))

    with in_between(parts.engine, "INSERT INTO applications", posts) as other:
        assert posts(parts.engine).status_code == 201
    assert (other.answer.status_code, json_of(other.answer)["Type"].rpartition(".")[2]) == (422, "idempotency-mismatch")


def test_a_request_that_is_refused_leaves_its_key_to_whoever_waits(parts: wiring.Parts, shop: Shop) -> None:
    """The first one is for an offer that is not there; the other one takes place under the same key."""
    posted = from_somebody(next(adults()))

    def posts(engine: Engine) -> TestResponse:
        return insistent(shop(engine).post(APPLICATIONS, posted, Idempotency_Key=KEY))

    with in_between(parts.engine, "SELECT offers", posts) as other:
        refused = shop(parts.engine).post(APPLICATIONS.replace("kontotyp-1", "none"), posted, Idempotency_Key=KEY)
    assert (refused.status_code, other.answer.status_code) == (404, 201)


def test_a_signature_that_is_asked_for_twice_at_once_is_one(parts: wiring.Parts, shop: Shop) -> None:
    applied = shop(parts.engine).post(APPLICATIONS, from_somebody(next(adults()))).headers["Location"]

    def signs(engine: Engine) -> TestResponse:
        return insistent(shop(engine).post(f"{applied}/sign-agreement", Idempotency_Key=KEY))

    with in_between(parts.engine, "INSERT INTO accounts", signs) as other:
        answer = signs(parts.engine)
    assert answer.status_code == 201
    assert heard(other.answer) == heard(answer)
