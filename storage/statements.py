"""Statements are written as SQLAlchemy Core and run by the driver itself.

To write one against `storage.tables` keeps it checked and fit for both databases; to run it through SQLAlchemy would
cost twenty times what SQLite takes to answer. So each is compiled once for each database, with the conversions of its
columns' types, and from then on it is text and values on the driver's own cursor.

    FIND = Prepared(select(calls).where(calls.c.call == bindparam("of_call")))
    SAVE = Prepared(update(calls).where(calls.c.call == bindparam("of_call")), "language", "starts")

    FIND.one(transaction, of_call=call)  # a named tuple; first(): or None; all(): a list of them
    SAVE.run(transaction, of_call=call, language="sv-SE", starts=1)  # how many rows it changed

The columns named are those that an INSERT or UPDATE sets from its values, defaults of Python included; with none named,
an UPDATE sets what its own `values()` say, an INSERT every column. No Python list (`in_`) can be prepared. ON CONFLICT
is PostgreSQL's construct (`sqlalchemy.dialects.postgresql.insert`), which compiles for both.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from sqlalchemy import Dialect, Select
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from storage.transactions import Transaction

Row = Any
"""A named tuple of what was selected, or returned."""

Conversion = Callable[[Any], Any]


class Prepared:
    """One statement, for either database. `storage.transactions` translates what its driver raises."""

    def __init__(self, statement: Select[Any] | UpdateBase, *columns: str) -> None:
        self._statement, self._columns = statement, columns
        self._compiled: dict[str, _Compiled] = {}

    def all(self, transaction: Transaction, /, **values: Any) -> list[Row]:
        compiled = self._execute(transaction, values)
        return [compiled.row(found) for found in transaction.cursor.fetchall()]

    def first(self, transaction: Transaction, /, **values: Any) -> Row | None:
        compiled = self._execute(transaction, values)
        rows = transaction.cursor.fetchall()  # a statement that is not read to its end goes on
        return compiled.row(rows[0]) if rows else None

    def one(self, transaction: Transaction, /, **values: Any) -> Row:
        """For what always finds something. Raises IndexError."""
        return self.all(transaction, **values)[0]

    def run(self, transaction: Transaction, /, **values: Any) -> int:
        self._execute(transaction, values)
        return cast(int, transaction.cursor.rowcount)

    def _execute(self, transaction: Transaction, values: Mapping[str, Any]) -> "_Compiled":
        dialect = transaction.dialect
        compiled = self._compiled.get(dialect.name) or self._compiled.setdefault(
            dialect.name, _compile(self._statement, self._columns, dialect)
        )
        transaction.cursor.execute(compiled.text, compiled.parameters(values))
        return compiled


class _Parameter(NamedTuple):
    name: str
    conversion: Conversion | None
    constant: Any


@dataclass(frozen=True)
class _Compiled:
    """A statement as one driver takes it. `conversions`: by their place in a row, where a type needs one."""

    text: str
    wanted: Sequence[_Parameter]
    kind: Callable[[Sequence[Any]], Row]
    conversions: Sequence[tuple[int, Conversion]]

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        """Raises KeyError where one is missing."""
        return [
            (values[name] if conversion is None else conversion(values[name])) if constant is None else constant
            for name, conversion, constant in self.wanted
        ]

    def row(self, found: Sequence[Any]) -> Row:
        if not self.conversions:
            return self.kind(found)
        converted = list(found)
        for place, conversion in self.conversions:
            converted[place] = conversion(found[place])
        return self.kind(converted)


def _compile(statement: Select[Any] | UpdateBase, columns: Sequence[str], dialect: Dialect) -> _Compiled:
    compiled = cast(Any, statement.compile(dialect=dialect, column_keys=columns or None))
    if compiled.post_compile_params:
        raise TypeError("a list cannot be prepared")
    selected = statement.exported_columns  # of a change: what it returns
    results = [_from_driver(column.type, dialect) for column in selected]
    return _Compiled(
        text=compiled.string,
        wanted=[_parameter(name, compiled.binds[name], dialect) for name in compiled.positiontup],
        kind=cast(Any, namedtuple)("Row", selected.keys(), rename=True)._make,
        conversions=[(place, conversion) for place, conversion in enumerate(results) if conversion],
    )


def _parameter(name: str, bind: Any, dialect: Dialect) -> _Parameter:
    """One with a value of its own, as that of LIMIT, is always the same."""
    conversion = bind.type.dialect_impl(dialect).bind_processor(dialect)
    constant = None if bind.required else bind.effective_value
    return _Parameter(name, conversion, conversion(constant) if conversion and constant is not None else constant)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Conversion | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
