"""The ordinary webhook's engine, as SQLAlchemy's documentation has it for SQLite, and its clock."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event


def open_engine(database_url: str) -> Engine:
    """On SQLite the write lock is taken at BEGIN: taken later, it fails where another has written since."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_begin_to_us)
        event.listen(engine, "begin", _begin)
    return engine


def now() -> datetime:
    """UTC without a zone, as SQLite keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _leave_begin_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
