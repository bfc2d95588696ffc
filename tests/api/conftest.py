"""The API as wired, in this process, on a real Valkey and a real database; and the lender's systems that ask it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr import wiring
from ivr.api.schemas.bodies import read_json
from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.config import Settings
from storage import migrate
from tests.api.applicants import adults, body, from_somebody
from tests.service import MANY_CALLS
from tests.voice.conftest import data_dir, settings_of

__all__ = ["data_dir"]

ROOT = "/ledger/credit-account-onboarding/v1"
OFFERS = f"{ROOT}/501/offers"
APPLICATIONS = f"{OFFERS}/kontotyp-1/applications"


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """With the demo people and offers in the database."""
    found = settings_of(data_dir, API_REQUESTS_PER_MINUTE="1000000", **MANY_CALLS)
    migrate.upgrade(found.database_url)
    wiring.seed_demo(found, fresh=False)
    return found


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    return create_app(wiring.api_blueprints(settings, wiring.parts(settings)))


@dataclass(frozen=True)
class System:
    """Some system of the lender that asks with its token."""

    client: FlaskClient
    token: str

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, posted: object = None, **headers: str) -> TestResponse:
        """Header names with underscores. Without `posted` there is no body."""
        if posted is None:
            return self.client.post(path, headers=self._headers(headers))
        return self.send(path, body(posted), **headers)

    def send(self, path: str, raw: bytes, *, content_type: str = "application/json", **headers: str) -> TestResponse:
        return self.client.post(path, data=raw, content_type=content_type, headers=self._headers(headers))

    def stream(self, path: str, raw: bytes) -> TestResponse:
        """In chunks, as a server hands them on."""
        terminated = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        headers = self._headers({}) | {"Content-Type": "application/json"}
        return self.client.post(path, input_stream=BytesIO(raw), headers=headers, environ_overrides=terminated)

    def head(self, path: str) -> TestResponse:
        return self.client.head(path, headers=self._headers({}))

    def options(self, path: str) -> TestResponse:
        return self.client.options(path, headers=self._headers({}))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}"} | given


@dataclass(frozen=True)
class Lender:
    """Hands out tokens; `web` is anybody without one."""

    app: Flask
    settings: Settings

    def system(self, *scopes: Scope, ledger: int = 501, subject: str = "a shop") -> System:
        """With every scope where none is named."""
        bearer = Bearer(subject, ledger, frozenset(scopes or Scope))
        return System(self.app.test_client(), Tokens.of(self.settings).issue(bearer, timedelta(hours=1)))

    @property
    def web(self) -> FlaskClient:
        return self.app.test_client()


@pytest.fixture(scope="session")
def lender(app: Flask, settings: Settings) -> Lender:
    return Lender(app, settings)


@pytest.fixture(scope="session")
def shop(lender: Lender) -> System:
    """May do everything in ledger 501."""
    return lender.system()


@pytest.fixture(scope="session")
def people() -> Iterator[str]:
    """National numbers that are in no table, each once."""
    return adults()


@pytest.fixture
def applied(shop: System, people: Iterator[str]) -> str:
    """The address of an application that somebody has just made, and may sign."""
    answer = shop.post(APPLICATIONS, from_somebody(next(people)))
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def json_of(answer: TestResponse) -> Any:
    """Exact: decimals are `Decimal`."""
    return read_json(answer.data)


def faults_in(answer: TestResponse) -> dict[str, str]:
    """Of a validation problem, by parameter; each stands there once."""
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), answer.text
    listed = json_of(answer)["Problems"]
    merged = {name: sentence for one in listed for name, sentence in one.items()}
    assert len(merged) == len(listed)
    return merged
