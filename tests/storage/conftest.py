"""Each port made real, and its fake, behind the same fixtures, so that all stand under one contract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis
from sqlalchemy import Engine, select, update

from domain.disclosure import Fact
from domain.messages import Message
from domain.repositories import Disclosure
from domain.requests import TurnKey
from domain.verification import Level
from storage import demo, tables
from storage.call_sessions import CallSessions, RedisCallSessions
from storage.cipher import Cipher
from storage.engine import open_engine, writing
from storage.outbox import SENT, opened
from storage.seeding import seed
from storage.unit_of_work import SqlTransactions
from tests.domain.conftest import demo_transactions
from tests.domain.line import NOON, Line, SettableClock
from tests.fakes.sessions import MemoryCallSessions
from tests.postgres import DATABASES, Postgres
from tests.valkey import running_valkey

KEY = "a secret of the tests, long enough"


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([KEY])


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=DATABASES)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database without any tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def seeded(engine: Engine, cipher: Cipher) -> Engine:
    """With the demo people in it."""
    seed(engine, cipher, NOON, fresh=False)
    return engine


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def memory_line(clock: SettableClock, cipher: Cipher) -> Line:
    transactions = demo_transactions()
    return Line(
        transactions,
        lambda: list(transactions.tables.outbox.values()),
        lambda: list(transactions.tables.audit.values()),
        lambda: transactions.tables.handed_over.update(transactions.tables.outbox),
        clock,
        cipher,
    )


@pytest.fixture
def sql_line(seeded: Engine, clock: SettableClock, cipher: Cipher) -> Line:
    return _line_on(seeded, clock, cipher)


@pytest.fixture(params=["memory", *DATABASES])
def line(request: pytest.FixtureRequest, clock: SettableClock, cipher: Cipher) -> Iterator[Line]:
    if request.param == "memory":
        yield request.getfixturevalue("memory_line")
        return
    engine = open_engine(request.getfixturevalue(f"{request.param}_url"))
    seed(engine, cipher, NOON, fresh=False)
    yield _line_on(engine, clock, cipher)
    engine.dispose()


def _line_on(engine: Engine, clock: SettableClock, cipher: Cipher) -> Line:
    return Line(
        SqlTransactions(engine, cipher, demo.LEDGER),
        lambda: waiting_messages(engine, cipher),
        lambda: disclosures(engine),
        lambda: mark_handed_over(engine),
        clock,
        cipher,
    )


def mark_handed_over(engine: Engine) -> None:
    """As the worker does when a text leaves, but with its body kept for the test to read."""
    with writing(engine).begin() as connection:
        connection.execute(update(tables.outbox).where(tables.outbox.c.outcome.is_(None)).values(outcome=SENT))


def waiting_messages(engine: Engine, cipher: Cipher) -> Sequence[Message]:
    outbox = tables.outbox
    with engine.connect() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.body.is_not(None)).order_by(outbox.c.id)).all()
    return [opened(row.dedupe, row.body, cipher) for row in rows]


def disclosures(engine: Engine) -> Sequence[Disclosure]:
    with engine.connect() as connection:
        rows = connection.execute(select(tables.audit).order_by(tables.audit.c.id)).all()
    return [
        Disclosure(
            TurnKey(row.call, row.turn),
            row.person,
            Level(row.level),
            tuple(Fact(fact) for fact in row.facts.split(",") if fact),
            row.at,
            row.asked_by,
        )
        for row in rows
    ]


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of a real Valkey, for this session of tests alone."""
    with TemporaryDirectory(prefix="vk-") as folder, running_valkey(Path(folder)) as url:
        yield url


@dataclass(frozen=True)
class Sessions:
    """Call sessions under test."""

    store: CallSessions

    def log(self, call: str) -> list[bytes]:
        """The call's events that wait to be drained."""
        return [event.sealed for event in self.store.events(1000) if event.call == call]


@pytest.fixture
def redis(valkey: str) -> Iterator[Redis]:
    """Beside the store, with a patience of its own."""
    with Redis.from_url(valkey, socket_timeout=5) as client:
        yield client


@pytest.fixture
def redis_sessions(valkey: str, redis: Redis) -> Iterator[Sessions]:
    """Patient, because the machine that runs the tests may be busy; the real limit has a test of its own."""
    redis.flushall()
    with Redis.from_url(valkey, socket_timeout=5) as client:
        yield Sessions(RedisCallSessions(client))


@pytest.fixture
def memory_sessions() -> Sessions:
    return Sessions(MemoryCallSessions())


@pytest.fixture(params=["memory_sessions", "redis_sessions"])
def sessions(request: pytest.FixtureRequest) -> Sessions:
    sessions: Sessions = request.getfixturevalue(request.param)
    return sessions
