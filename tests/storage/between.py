"""Two at once on one real database, at a moment that a test names: just before a statement of the first one."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Generic, TypeVar

from sqlalchemy import Engine, Pool, text

from domain.errors import Unavailable
from storage.engine import WAIT_SECONDS, open_engine
from tests.service import until
from tests.statements import watched

T = TypeVar("T")

NO_PATIENCE = 0.01  # seconds: who may not write to SQLite is turned away at once, and asks again
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


class Other(Generic[T]):
    """Somebody who acts over connections of their own, and asks again where they are turned away."""

    def __init__(self, first: Engine, act: Callable[[Engine], T]) -> None:
        self._is_sqlite = first.dialect.name == "sqlite"
        url = first.url.render_as_string(hide_password=False)
        self._engine = open_engine(url, NO_PATIENCE if self._is_sqlite else WAIT_SECONDS)
        self._act = act
        self._pool = ThreadPoolExecutor(1)
        self._is_turned_away, self._is_alone = Event(), Event()
        self._acting: Future[T] | None = None
        self.has_waited = False

    @property
    def answer(self) -> T:
        """What they were answered, at the latest once the first one is done."""
        assert self._acting
        return self._acting.result()

    def come(self) -> None:
        """Return when they are done, or have to wait for the first one."""
        if self._acting is None:
            self._acting = acting = self._pool.submit(self._insist)
            until(lambda: acting.done() or self._waits())
            self.has_waited = not acting.done()

    def finish(self) -> None:
        self._is_alone.set()
        self._pool.shutdown()
        self._engine.dispose()

    def check(self, before: str) -> None:
        """Fail where they did not come, or met a fault."""
        assert self._acting, f"no statement has the words {before}"
        self._acting.result()

    def _insist(self) -> T:
        while True:
            is_alone = self._is_alone.is_set()
            try:
                return self._act(self._engine)
            except Unavailable:
                if is_alone:
                    raise
                self._is_turned_away.set()

    def _waits(self) -> bool:
        if self._is_sqlite:
            return self._is_turned_away.is_set()
        with self._engine.connect() as connection:
            return bool(connection.execute(WAITING).scalar_one())


@contextmanager
def in_between(
    first: Engine, before: str, act: Callable[[Engine], T], of: Engine | type[Pool] | None = None
) -> Iterator[Other[T]]:
    """`act` is what the other one does, just before the first statement of `first` that has the words `before`.

    `of`: whose statements, where those of `first` come through an engine that it makes itself.
    """
    other = Other(first, act)

    def note(statement: str) -> None:
        if before in statement:
            other.come()

    try:
        with watched(note, of or first):
            yield other
    finally:
        other.finish()
    other.check(before)
