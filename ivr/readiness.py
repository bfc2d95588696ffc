"""What a readiness probe asks: of this instance, of the stores, of the worker and of the disk.

Where the database does not answer, nobody knows whether the keys fit and the mode is ours: the start has seen that
they do, and callers reach a person.
"""

import shutil
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, make_url

from domain.errors import Unavailable
from ivr.config import Settings
from ivr.health import Check, Failed, Readiness
from ivr.parts import Parts
from storage import carriers, damage
from storage.breaker import Breaker
from storage.cipher import Cipher
from storage.engine import WAIT_SECONDS
from storage.mode import mode_of
from storage.outbox import next_due_at
from storage.rekeying import known
from storage.revisions import DatabaseNewer, connected, newer_revision, pending
from storage.transactions import Database

LATE_SECONDS = 60.0  # for what the worker does every fifth of a second
LEAST_FREE = 100  # MB
MB = 1_000_000
LOOKED_THROUGH_EVERY = 60.0  # seconds


def readiness(settings: Settings, shared: Parts, asked: Breaker) -> Readiness:
    """`asked`: of the database, which is not asked by one check after the other where it does not answer."""
    checks = _Checks(settings, shared, asked)
    return Readiness(
        essential={"keys": checks.keys, "mode": checks.mode},
        helpful={
            "database": checks.database,
            "migrations": checks.migrations,
            "tables": _Seldom(checks.tables),
            "redis": checks.redis,
            "worker": checks.worker,
            "backlog": checks.backlog,
            "disk": checks.disk,
            "clock": checks.clock,
        },
    )


@dataclass(frozen=True)
class _Checks:
    settings: Settings
    shared: Parts
    asked: Breaker

    def keys(self) -> None:
        cipher = Cipher([key.hex() for key in self.settings.secret_keys])
        try:
            with suppress(Unavailable), self.asked.guarding(), self._connected() as connection:
                known.check(connection, cipher)
        except known.ForeignKeys:
            raise Failed("the data is sealed with a key that is not listed") from None

    def mode(self) -> None:
        with suppress(Unavailable), self.asked.guarding():
            if (made_for := mode_of(self.settings.database_url)) not in (None, self.settings.mode):
                raise Failed(f"the database was made for {made_for}")

    def database(self) -> None:
        with self.asked.guarding():
            damage.read_a_little(self.shared.engine)

    def migrations(self) -> None:
        try:
            with self.asked.guarding():
                left, _ = pending(self.settings.database_url), newer_revision(self.settings.database_url)
        except DatabaseNewer:
            raise Failed("a newer version has taken away what this one stands on") from None
        if left:
            raise Failed(f"{len(left)} are yet to run")

    def tables(self) -> None:
        if found := damage.damaged_tables(self.settings.database_url):
            raise Failed(f"damaged: {', '.join(found)}")

    def redis(self) -> None:
        try:
            self.shared.sessions.probe()
        except Unavailable as refused:
            raise Failed(str(refused)) from None

    def worker(self) -> None:
        with self.asked.guarding(), Database(self.shared.engine).reading() as transaction:
            seen_at = carriers.worker_seen_at(transaction)
        if seen_at is None:
            raise Failed("none has ever been here")
        if (seconds := self._ago(seen_at)) > carriers.SERVED_WITHIN.total_seconds():
            raise Failed(f"not seen for {seconds:.0f} s")

    def backlog(self) -> None:
        with self.asked.guarding():
            due_at = next_due_at(self.shared.engine)
        if due_at and (seconds := self._ago(due_at)) > LATE_SECONDS:
            raise Failed(f"a message is {seconds:.0f} s late")

    def disk(self) -> None:
        for folder in _folders(self.settings):
            if (free := shutil.disk_usage(folder).free // MB) < LEAST_FREE:
                raise Failed(f"{free} MB are free")

    def clock(self) -> None:
        with self.asked.guarding():
            self.shared.database_clock.measure()
        if self.shared.database_clock.is_far_from_ours:
            raise Failed(f"{self.shared.database_clock.ahead:+.0f} s off the database's")

    def _ago(self, at: datetime) -> float:
        return (self.shared.clock.now() - at).total_seconds()

    def _connected(self) -> AbstractContextManager[Connection]:
        return connected(self.settings.database_url, WAIT_SECONDS, writes=False)


def _folders(settings: Settings) -> set[Path]:
    """Where this service writes."""
    url = make_url(settings.database_url)
    file = url.database if url.get_backend_name() == "sqlite" else None
    return {settings.data_dir, *([Path(file).parent] if file else [])}


@dataclass
class _Seldom:
    """A check that takes long: what it found holds for a while, where it found anything."""

    check: Check
    _until: float = 0.0
    _failed: Failed | None = None

    def __call__(self) -> None:
        if time.monotonic() >= self._until:
            try:
                self.check()
                self._failed = None
            except Failed as failed:
                self._failed = failed
            self._until = time.monotonic() + LOOKED_THROUGH_EVERY
        if self._failed:
            raise self._failed
