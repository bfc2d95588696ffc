"""Somebody is about to sign, on the phone and by API: all that is stored then, to begin from again and again."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from sqlalchemy import Connection, make_url, text

from domain.disclosure import Fact
from storage.engine import open_engine
from tests.domain.signing import READY_REF
from tests.postgres import Postgres
from tests.signing.points import Asked, Server

SIGNED_ONCE = {
    f"accounts WHERE application = '{READY_REF}'": 1,
    f"evidence WHERE application = '{READY_REF}'": 1,
    f"audit WHERE facts = '{Fact.NEW_ACCOUNT}'": 1,
    f"applications WHERE ref = '{READY_REF}' AND status = 'Approved'": 1,
    f"application_changes WHERE application = '{READY_REF}'": 2,
    "outbox WHERE dedupe LIKE '%text-signed:%'": 1,
    "outbox WHERE dedupe LIKE '%mail-signed:%'": 1,
}
NOT_SIGNED = dict.fromkeys(SIGNED_ONCE, 0)


@dataclass(frozen=True)
class Copy:
    """Of a database that nobody is connected to, at an address of its own. `again` makes it as it was."""

    url: str
    again: Callable[[], None]


@dataclass(frozen=True)
class Signature:
    """The one there is."""

    is_by_phone: bool
    account: str


@dataclass(frozen=True)
class Stage:
    """`server` answers on the copy. `sessions`: what Redis held, by key; `asked`: by the door that is asked."""

    server: Server
    copy: Copy
    redis: Redis
    sessions: Mapping[bytes, bytes] = field(repr=False)
    asked: Mapping[str, Asked]

    def begin(self) -> None:
        self.redis.flushall()
        for key, value in self.sessions.items():
            self.redis.restore(key, 0, value)
        self.copy.again()

    def signature(self) -> Signature | None:
        """Made once and as a whole; or not at all. Anything in between fails."""
        engine = open_engine(self.copy.url)
        with engine.connect() as connection:
            found = {what: _one(connection, f"SELECT count(*) FROM {what}") for what in SIGNED_ONCE}  # noqa: S608 - our own names
            signature = _signature(connection) if any(found.values()) else None
        engine.dispose()
        assert found == (SIGNED_ONCE if signature else NOT_SIGNED), found
        return signature


def copy_of_file(url: str, folder: Path) -> Copy:
    file = folder / "copy.db"

    def again() -> None:
        for left in folder.glob(f"{file.name}-*"):
            left.unlink()
        shutil.copy(url.removeprefix("sqlite:///"), file)

    return Copy(f"sqlite:///{file}", again)


def copy_on(server: Postgres, url: str) -> Copy:
    original = make_url(url).database
    name = f"{original}_copy"

    def again() -> None:
        server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.run(f"CREATE DATABASE {name} TEMPLATE {original}")

    return Copy(server.url(name), again)


def _signature(connection: Connection) -> Signature:
    method = _one(connection, "SELECT method FROM evidence")
    return Signature(
        method == "keyed", str(_one(connection, "SELECT number FROM accounts WHERE application IS NOT NULL"))
    )


def _one(connection: Connection, statement: str) -> object:
    found: object = connection.execute(text(statement)).scalar_one()
    return found
