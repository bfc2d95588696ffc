"""What PostgreSQL needs beyond its address: limits of time on both sides, and connections that are still connected.

A line that waits for ever is worse than one that hands over to a person, so the server ends a statement after its
budget, and where not even that answer comes the client stops waiting a moment later and drops the connection.
"""

import select
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import ArgumentError, DisconnectionError

from storage.pooling import BEGINS

DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 2  # libpq waits no shorter
LOCK_SECONDS = 0.9  # below a statement's budget, so that the reason given is the true one
GRACE_SECONDS = 0.5  # for the server's own word that a statement took too long
INTERRUPT_SECONDS = 0.1  # as psycopg itself: how often a wait looks whether Ctrl-C was pressed
IDLE_SECONDS = 5  # a transaction whose worker stands still lets go of its locks; a turn takes 3 at most
EXECUTIONS_BEFORE_PREPARING = 1  # what runs twice on a connection is prepared there; what runs once, as DDL, is not

POOLER, TRANSACTION = "pooler", "transaction"  # in the address, whose other words are libpq's
SESSIONLESS = {"prepare_threshold": None, "autocommit": True}  # transactions begin by our own words


def check_postgres(url: URL) -> None:
    """Raise ArgumentError for a pooler that is none, psycopg's error where libpq knows no such words."""
    if url.query.get(POOLER, TRANSACTION) != TRANSACTION:
        raise ArgumentError("no such pooler")
    dialect: Any = PGDialect_psycopg
    _, words = dialect().create_connect_args(url.difference_update_query([POOLER]))
    make_conninfo(**{name: word for name, word in words.items() if name != "context"})


def open_postgres(url: URL, budget: float, connections: int) -> Engine:
    """`budget`: seconds for a statement, and for a free one of so many `connections`. READ COMMITTED throughout.

    Where the address says `pooler=transaction`, another connection to the server may have each transaction: nothing is
    kept in a session.
    """
    is_pooled = POOLER in url.query
    engine = create_engine(
        url.set(drivername=DRIVER).difference_update_query([POOLER]),
        hide_parameters=True,
        paramstyle="format",  # by place, as SQLite: what `storage.statements` prepares is a list of values
        pool_size=connections,
        max_overflow=0,
        pool_timeout=budget,
        pool_use_lifo=True,  # the few connections that a quiet line needs stay warm
        connect_args={
            "application_name": "creditline",
            "connect_timeout": CONNECT_SECONDS,
            **(SESSIONLESS if is_pooled else _of_session(budget)),
        },
        execution_options={BEGINS: _begin(budget)} if is_pooled else {},
    )
    patient = _patient(budget + GRACE_SECONDS)
    event.listen(engine, "do_connect", lambda _dialect, _record, words, named: patient.connect(*words, **named))
    event.listen(engine, "checkout", _refuse_disconnected)
    if is_pooled:
        event.listen(engine, "begin", _begin_pooled)
    return engine


def _of_session(budget: float) -> dict[str, Any]:
    options = " ".join(f"-c {name}={value}" for name, value in _settings(budget).items())
    isolation = r"-c default_transaction_isolation=read\ committed"
    return {"prepare_threshold": EXECUTIONS_BEFORE_PREPARING, "options": f"{isolation} {options}"}


def _begin(budget: float) -> str:
    """Several statements in one trip; the driver's own BEGIN would be a trip of its own."""
    settings = [f"SET LOCAL {name} = {value}" for name, value in _settings(budget).items()]
    return "; ".join(["BEGIN ISOLATION LEVEL READ COMMITTED", *settings])


def _begin_pooled(connection: Any) -> None:
    connection.exec_driver_sql(connection.get_execution_options()[BEGINS], execution_options={"no_parameters": True})


def _settings(budget: float) -> dict[str, str]:
    return {
        "synchronous_commit": "on",  # what was spoken of as done survives the loss of power
        "statement_timeout": _milliseconds(budget),
        "lock_timeout": _milliseconds(LOCK_SECONDS),
        "idle_in_transaction_session_timeout": _milliseconds(IDLE_SECONDS),
    }


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


def _patient(limit: float) -> type[Connection[Any]]:
    """Connections that wait `limit` seconds for each answer, also where the network swallows it.

    Whether a COMMIT went through is then unknown. It counts as failed; the answer stored with it makes it harmless to
    ask again.
    """

    class Patient(Connection[Any]):
        def wait(self, gen: Any, interval: float = INTERRUPT_SECONDS, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or limit)
            except OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # the answer is still to come
                    self.close()
                raise

    return Patient


def _refuse_disconnected(connection: Any, _record: object, _proxy: object) -> None:
    """A connection that the server has ended is replaced before anything is sent on it.

    Between two transactions a server has nothing to say, so what can be read is its goodbye. Looking costs no trip, as
    a ping would; nor is anything ever sent twice.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError("the server has ended the connection")
