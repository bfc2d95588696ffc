"""Two services: one keeps the books, the other answers the phone in front of it, with a blank mirror."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from sqlalchemy import func, select, update

from domain.applications import ApplicationStatus
from ivr import wiring
from ivr.config import load_settings
from ivr.phone.line import Line
from ivr.wiring import Parts
from storage import seeding, tables
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.leashed import start
from tests.ledger_behind.between import Between, context_of
from tests.ledger_behind.certificates import Certificates, make_certificates
from tests.phone.caller import Person
from tests.service import MANY_CALLS, Service, free_port, run, running_service, until

SCOPES = ("onboarding:read", "onboarding:sign", "accounts:read")


@dataclass(frozen=True)
class House:
    """A service and its database."""

    service: Service
    parts: Parts

    def phones(self, number: str) -> Person:
        line = Line(self.service.url, self.service.public_url, self.service.auth_token, ACCOUNT, LINE_NUMBER)
        return Person(line, number)

    def start_afresh(self) -> None:
        """Once no text of an earlier call is on its way."""
        waiting = select(tables.outbox.c.id).where(tables.outbox.c.due_at <= self.parts.clock.now())

        def nothing_waits() -> bool:
            with self.parts.engine.connect() as connection:
                return connection.execute(waiting).first() is None

        until(nothing_waits)
        seeding.seed(self.parts.engine, self.parts.cipher, self.parts.clock.now(), fresh=True)
        self.parts.sessions.clear()

    def accounts(self, person: str) -> list[str]:
        """Their numbers."""
        wanted = select(tables.accounts.c.number).where(tables.accounts.c.person == person)
        with self.parts.engine.connect() as connection:
            return list(connection.execute(wanted).scalars())

    def count(self, table: str) -> int:
        with self.parts.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()

    def blank(self) -> None:
        """Whatever the ledger's resources carry is gone; people, identity checks and what is not complete are ours."""
        none = {"balance": 0, "current_due": 0, "due_date": None, "arrears": 0, "status": "Closed"}
        unsigned = {"status": ApplicationStatus.INITIALIZED_SIGNING.value, "credit_limit": 100}
        with self.parts.engine.begin() as connection:
            connection.execute(update(tables.accounts).values(**none))
            connection.execute(update(tables.account_limits).values(credit_limit=0, available=0))
            complete = tables.applications.c.status != ApplicationStatus.STARTED.value
            connection.execute(update(tables.applications).where(complete).values(**unsigned, decided_at=None))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def ledger() -> Iterator[House]:
    with TemporaryDirectory(prefix="credit-") as folder:
        settings = MANY_CALLS | {"API_REQUESTS_PER_MINUTE": "1000000"}
        with running_service(Path(folder) / "data", **settings) as running:
            yield House(running, wiring.parts(load_settings(running.env)))


@pytest.fixture(scope="session")
def ledger_url(ledger: House, certificates: Certificates) -> Iterator[str]:
    """Its address over mutual TLS, once it answers there."""
    port = free_port()
    url = f"https://127.0.0.1:{port}"
    pair = certificates.ledger
    words = [str(port), str(pair.certificate), str(pair.key), str(certificates.ca)]
    command = [sys.executable, "-m", "tests.ledger_behind.over_tls", *words]
    context = context_of(certificates, certificates.line, ssl.Purpose.SERVER_AUTH)
    with (
        httpx.Client(base_url=url, verify=context, trust_env=False) as web,
        start(command, env=ledger.service.env, stderr=subprocess.DEVNULL) as server,
    ):
        until(lambda: _answers(web))
        yield url
        server.terminate()


def _answers(web: httpx.Client) -> bool:
    try:
        return web.get("/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def token_file(ledger: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = [word for scope in SCOPES for word in ("--scope", scope)]
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(run("token", "--hours", "2", *words, env=ledger.service.env).stdout)
    return file


@pytest.fixture(scope="session")
def way(ledger_url: str, certificates: Certificates) -> Iterator[Between]:
    with Between(ledger_url, certificates).running() as between:
        yield between


@pytest.fixture(scope="session")
def front(way: Between, certificates: Certificates, token_file: Path) -> Iterator[House]:
    with in_front_of(way.url, certificates, token_file) as house:
        yield house


@contextmanager
def in_front_of(url: str, certificates: Certificates, token_file: Path) -> Iterator[House]:
    settings = MANY_CALLS | {
        "LEDGER_URL": url,
        "LEDGER_TOKEN_FILE": str(token_file),
        "LEDGER_CERTIFICATE": str(certificates.line.certificate),
        "LEDGER_KEY": str(certificates.line.key),
        "LEDGER_CA": str(certificates.ca),
    }
    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", **settings) as running,
    ):
        yield House(running, wiring.parts(load_settings(running.env)))


@pytest.fixture
def houses(ledger: House, front: House, way: Between) -> tuple[House, House]:
    """The ledger and what stands in front of it, both as they were; nobody has told the mirror anything yet."""
    way.behaves()
    for house in (ledger, front):
        house.start_afresh()
    front.blank()
    return ledger, front
