"""People who phone the running service over HTTP, with real signatures."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, select

from ivr.config import load_settings
from ivr.phone.agents import Outcome
from ivr.phone.line import Line
from storage import tables
from storage.engine import open_engine
from tests.phone.caller import Person
from tests.postgres import DATABASES, Postgres
from tests.service import MANY_CALLS, Service, running_service, until
from tests.square import languages_on

ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER = "+46101740600"
ANY_PHONE = "+46701740680"

Phones = Callable[..., Person]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave calls out that `tests.square` leaves to `make soak`."""
    left = [item for item in items if _is_off_the_diagonal(item)]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def _is_off_the_diagonal(item: pytest.Item) -> bool:
    params: dict[str, str] = getattr(getattr(item, "callspec", None), "params", {})
    if not item.path.is_relative_to(Path(__file__).parent) or not {"service", "language"} <= params.keys():
        return False
    return params["language"] not in languages_on(params["service"])


@pytest.fixture(scope="session", params=DATABASES)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """Every call on either database, with a service for each."""
    if request.param == "sqlite":
        yield request.getfixturevalue("service")
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with TemporaryDirectory(prefix="credit-") as folder, postgres.database() as name:
        url = postgres.url(name)
        with running_service(Path(folder) / "data", DATABASE_URL=url, **MANY_CALLS) as running:
            yield running


@pytest.fixture(scope="session")
def database(service: Service) -> Iterator[Engine]:
    engine = open_engine(load_settings(service.env).database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def line(service: Service, database: Engine) -> Line:
    """Once no text message of an earlier call is on its way: it could be taken for one of the next call."""
    waiting = select(tables.outbox.c.id).where(tables.outbox.c.due_at.is_not(None))

    def nothing_waits() -> bool:
        with database.connect() as connection:
            return connection.execute(waiting).first() is None

    until(nothing_waits)
    return Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)


@pytest.fixture
def caller(line: Line) -> Phones:
    """`caller()` phones from a number in no table; `caller(phone)` reads that phone's messages."""

    def phones(number: str = ANY_PHONE, *, agents: Sequence[Outcome] = (), mailbox: str | None = None) -> Person:
        return Person(line, number, agents=agents, mailbox=mailbox)

    return phones
