"""A transaction on the driver's own connection, from the engine's pool, and how its errors leave this package.

SQLAlchemy's own costs more than all that most requests do in it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Dialect, Engine
from sqlalchemy.pool import PoolProxiedConnection

from domain.errors import Fault, Unavailable
from storage.engine import WAIT_SECONDS, translated
from storage.pooling import begin_of
from storage.said import said_by
from storage.sqlite import begin_writing

Execute = Callable[[str], Any]
"""Of the driver's cursor."""


class BrokenRule(Fault):
    """What was to be written breaks a rule of the tables; the message has the rule, never a value."""


@dataclass(frozen=True)
class Transaction:
    """The driver's cursor in a transaction, and which database it is of."""

    dialect: Dialect
    cursor: Any


class Database:
    """Transactions on one database: committed when their block ends well, rolled back otherwise.

    They raise Unavailable, also where the commit does not come through, and BrokenRule.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver = engine.dialect.loaded_dbapi
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._begin = begin_of(engine)
        self._turn = Lock()

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """On SQLite one after another, in one process by a queue: SQLite has those who wait look again and again."""
        with self._turn_of_a_writer(), self._running(begin_writing) as transaction:
            yield transaction

    def reading(self) -> AbstractContextManager[Transaction]:
        """For what writes nothing."""
        return self._running(_begin_reading)

    def _turn_of_a_writer(self) -> AbstractContextManager[None]:
        return _queued(self._turn) if self._is_sqlite else nullcontext()

    @contextmanager
    def _running(self, begin_on_sqlite: Callable[[Execute], None]) -> Iterator[Transaction]:
        """PostgreSQL's driver begins by itself, but behind a pooler."""
        with translated(), self._errors_translated():
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                if self._is_sqlite:
                    begin_on_sqlite(cursor.execute)
                elif self._begin:
                    cursor.execute(self._begin)
                yield Transaction(self._engine.dialect, cursor)
                connection.commit()
            except self._driver.Error as error:
                self._drop_if_lost(connection, error)
                raise
            finally:
                connection.close()  # which rolls back what is not committed

    def _drop_if_lost(self, connection: PoolProxiedConnection, error: Any) -> None:
        if self._engine.dialect.is_disconnect(error, connection.driver_connection, None):
            connection.invalidate()

    @contextmanager
    def _errors_translated(self) -> Iterator[None]:
        """As PEP 249 names them. The chain is cut: the driver's exception holds parameters."""
        try:
            yield
        except self._driver.DataError as error:
            raise BrokenRule(type(error).__name__) from None
        except self._driver.IntegrityError as error:
            raise BrokenRule(str(error).partition("\n")[0]) from None  # further lines quote values
        except self._driver.Error as error:
            raise Unavailable(f"the database does not answer: {said_by(error)}") from None


def _begin_reading(execute: Execute) -> None:
    execute("BEGIN")


@contextmanager
def _queued(turn: Lock) -> Iterator[None]:
    if not turn.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("the database does not answer: too many wait to write")
    try:
        yield
    finally:
        turn.release()
