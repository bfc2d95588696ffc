"""How PostgreSQL would find the rows of a statement, and whether that stays cheap however many there are."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, cast

from psycopg import ClientCursor
from sqlalchemy import Connection

import storage
from domain.lanes import Lane
from storage import claims
from storage.repositories import counters, people
from storage.statements import Prepared
from storage.tables import metadata

FEW = frozenset(
    {
        "alembic_version",
        "carriers",
        "compatibility",
        "deployment",
        "documents",
        "offers",
        "secret_keys",
        "signing_orders",
    }
    | {"handset_files", "handset_messages"}
)
"""Tables that do not grow: what a lender writes, what is being signed just now, and a demo's handset."""
GROWING = frozenset(metadata.tables) - FEW
OF_FEW = {
    index.name
    for name in GROWING
    for index in metadata.tables[name].indexes
    if index.dialect_options["postgresql"]["where"] is not None
}
"""Indexes of what waits alone."""

Plan = dict[str, Any]

BUILT: Mapping[Callable[..., Prepared], tuple[tuple[object, ...], ...]] = {
    claims._due: tuple((lane,) for lane in Lane),
    counters._add: ((1,), (6,)),
    people.by_index: tuple((kind, keys) for kind in ("national_number", "customer_number", "phone") for keys in (1, 2)),
    people.recognising: tuple((kind, keys) for kind in ("national_number", "customer_number") for keys in (1, 2)),
    people.having_phone: ((1,), (2,)),
}
"""With what to call those that build statements by the number of rows or keys."""


def prepared() -> Iterator[tuple[str, Prepared]]:
    """Every one in `storage`, with a name."""
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, Prepared):
                yield f"{module.__name__}.{name}", value
            elif isinstance(value, dict):
                yield from ((f"{module.__name__}.{name}", one) for one in value.values() if isinstance(one, Prepared))
    for build, calls in BUILT.items():
        yield from ((f"{build.__module__}.{build.__name__}{words}", build(*words)) for words in calls)


def builders() -> set[object]:
    """Every function in `storage` that makes one."""
    found = (value for module in _modules() for value in vars(module).values())
    return {one for one in found if getattr(one, "__annotations__", {}).get("return") is Prepared}


def text_of(statement: Prepared, connection: Connection) -> str:
    """With $1, $2, … for its values."""
    written = cast(Any, statement._statement).compile(
        dialect=connection.engine.dialect, column_keys=statement._columns or None
    )
    numbers = iter(range(1, 1000))
    return re.sub("%s", lambda _: f"${next(numbers)}", written.string).replace("%%", "%")


def plan_of(text: str, connection: Connection) -> Plan:
    """Whatever values stand in the place of $1, $2, …; a sequential scan is left only where there is no other way."""
    cursor = ClientCursor(cast(Any, connection.connection.driver_connection))  # the only one that leaves $1 alone
    cursor.execute("SET enable_seqscan = off")
    [[[found]]] = cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {text}".encode())
    return cast(Plan, found["Plan"])


def long_ways(plan: Plan, *, is_limited: bool = False) -> Iterator[str]:
    """Which growing tables it goes through from end to end, or all of one ledger; a LIMIT ends a way in order."""
    table, kind = plan.get("Relation Name"), plan["Node Type"]
    if table in GROWING and "Scan" in kind:
        condition = _condition(plan)
        is_direct = set(re.findall(r"\w+", condition)) & {*metadata.tables[table].c.keys()} - {"ledger"}
        if not is_direct and not (is_limited and kind.startswith("Index")) and not _is_of_few(plan):
            yield f"{kind} of {table} by {condition or 'nothing'}"
    is_limited = kind == "Limit" or (is_limited and kind not in {"Sort", "Incremental Sort", "Aggregate"})
    for part in plan.get("Plans", ()):
        yield from long_ways(part, is_limited=is_limited)


def _is_of_few(plan: Plan) -> bool:
    return plan.get("Index Name") in OF_FEW or any(map(_is_of_few, plan.get("Plans", ())))


def _condition(plan: Plan) -> str:
    """What the index is asked, also where a bitmap of its rows is made first."""
    below = (_condition(part) for part in plan.get("Plans", ()) if part["Node Type"].startswith("Bitmap"))
    return " ".join([plan.get("Index Cond", ""), *below]).strip()


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(storage.__path__, "storage."):
        if ".migrations." not in found.name:
            yield importlib.import_module(found.name)
