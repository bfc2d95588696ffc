"""Statements that are compiled once.

SQLAlchemy keeps no compiled form of an INSERT with ON CONFLICT (each dialect's own construct has `inherit_cache =
False`), and to compile one costs ten times what it costs to run it. Text it does keep, and this text is the same for
SQLite and PostgreSQL.
"""

from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.sql.dml import ReturningInsert


def compiled_once(statement: Insert | ReturningInsert[Any], *columns: str) -> TextClause:
    """The same statement, into `columns` (all of them by default); what it returns comes as the driver has it."""
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"), column_keys=columns or None)
    return text(str(compiled)).bindparams(*(bindparam(name, type_=bind.type) for name, bind in compiled.binds.items()))
