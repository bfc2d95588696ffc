"""The line as wired, in this process, on a real Valkey and a real SQLite file; `tests.voice.twilio` calls it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask

from domain.lanes import Lane
from domain.reach import Reach
from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings, load_settings
from ivr.outbound.texts import TextMessages
from storage import migrate
from storage.delivery import deliver_due
from tests.service import MANY_CALLS
from tests.valkey import running_valkey
from tests.voice.twilio import ACCOUNT, NEXT_TOKEN, PUBLIC_URL, TOKEN, InboundCall


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """With a Valkey that serves it."""
    with TemporaryDirectory(prefix="voice-") as name, running_valkey(Path(name)):
        yield Path(name)


def settings_of(data_dir: Path, **more: str) -> Settings:
    given = {
        "MODE": "demo",
        "LANGUAGES": "en-GB",
        "DATA_DIR": str(data_dir),
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": f"{NEXT_TOKEN},{TOKEN}",
    }
    return load_settings({f"CREDITLINE_{name}": value for name, value in (given | more).items()})


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """With the demo people in the database."""
    found = settings_of(data_dir, **MANY_CALLS)
    migrate.upgrade(found.database_url)
    wiring.seed_demo(found, fresh=False)
    return found


def line_app(settings: Settings) -> Flask:
    """As wired for these settings."""
    shared = wiring.parts(settings)
    return create_app(wiring.blueprints(settings, shared, wiring.seen(settings, shared)))


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    return line_app(settings)


@pytest.fixture
def call(app: Flask) -> InboundCall:
    """Somebody about to dial."""
    return InboundCall(app.test_client())


def code_in(text: str) -> str:
    """A one-time code is the only bare six digits in any text."""
    (code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
    return str(code)


class Texts:
    """Text messages, delivered when somebody looks. `newest` by recipient."""

    def __init__(self, settings: Settings) -> None:
        self._parts = wiring.parts(settings)
        self.sent: list[tuple[str, str]] = []

    def deliver(self) -> None:
        soon = datetime.now(UTC) + timedelta(seconds=1)
        send = TextMessages(self, Reach()).send
        deliver_due(self._parts.engine, self._parts.cipher, send, lambda: soon, (Lane.CODES, Lane.TEXTS))

    def code(self) -> str:
        """The one in the newest text of all."""
        self.deliver()
        return code_in(self.sent[-1][1])

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:  # noqa: ARG002 - at once
        """As a `domain.ports.MessageSender`."""
        self.sent.append((recipient, text))


@pytest.fixture
def texts(settings: Settings) -> Texts:
    found = Texts(settings)
    found.deliver()
    found.sent.clear()
    return found


@pytest.fixture
def customer(call: InboundCall, texts: Texts) -> InboundCall:
    """customer-open, on the line and verified."""
    call.dials().keys("198507099805")
    return call.keys(texts.code())
