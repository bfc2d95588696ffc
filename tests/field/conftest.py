"""A line behind a proxy that ends TLS, and people who call it there."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ivr.phone import http
from ivr.phone.line import Line
from ivr.phone.mailbox import Mailbox
from tests.field.proxies import PROXIES, Proxy
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.ledger_behind.certificates import Certificates, make_certificates
from tests.phone.caller import Person
from tests.service import MANY_CALLS, Service, free_port, running_service

Behind = Callable[[Sequence[int]], AbstractContextManager[Proxy]]
"""Starts a proxy before instances on these ports."""
CUSTOMERS_PHONE = "+46701740605"


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def _trust(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the phone trust the authority of these tests, as Twilio trusts that of a real certificate."""
    context = ssl.create_default_context(cafile=certificates.ca)
    monkeypatch.setattr(http, "_tls", lambda: context)


@pytest.fixture(scope="session")
def port() -> int:
    """The port of the proxy, which stands in the line's PUBLIC_URL."""
    return free_port()


@pytest.fixture(scope="session")
def service(port: int) -> Iterator[Service]:
    with TemporaryDirectory(prefix="credit-") as folder:
        settings = MANY_CALLS | {"PUBLIC_URL": f"https://127.0.0.1:{port}"}
        with running_service(Path(folder) / "data", **settings) as running:
            yield running


@pytest.fixture(params=PROXIES)
def behind(request: pytest.FixtureRequest, port: int, certificates: Certificates) -> Iterator[Behind]:
    """Start a proxy. Its folder is open to all: it does not run as this account."""
    with TemporaryDirectory(prefix="proxy-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield lambda instances: PROXIES[request.param](folder, port, instances, certificates.line)


@pytest.fixture
def proxy(behind: Behind, service: Service) -> Iterator[Proxy]:
    with behind([instance(service)]) as running:
        yield running


def instance(service: Service) -> int:
    """Return the port of the service."""
    return int(service.url.rpartition(":")[2])


def caller_at(service: Service, url: str, number: str = CUSTOMERS_PHONE) -> Person:
    """Call the line at `url`. Texts are read at the service, as the proxy passes no handset on."""
    person = Person(Line(url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER), number)
    person._mailbox = Mailbox(service.url, number)
    return person
