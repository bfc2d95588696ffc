"""Sealing rows anew under the first key, a few at a time, while calls go on.

A row is written only as it was read: what a call has changed meanwhile is left, and met again in the next round. What
is done is done: whoever is stopped begins again, and passes over what is under the first key already.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Delete,
    Engine,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)

from domain.limits import DAY
from storage.cipher import Cipher
from storage.engine import translated, writing
from storage.rekeying import known
from storage.rekeying.sealed import SEALED, UNNAMED, Row, Sealed
from storage.sqlite import write_log_back
from storage.tables import challenges, counters, secret_keys

ROWS_AT_ONCE = 50  # a transaction of a few milliseconds
READ = "read_"  # before the name of a column: its value as it was read
ROUNDS = 5  # a row that changes under each of them is left to the next rotation
UNKNOWN = b"\0" * 32  # in place of who a challenge was for, and of what was keyed

InUse = Mapping[str, Counter[bytes]]
"""How many rows of each table need each key."""


class StillNeeded(Exception):
    """A key that cannot be given up yet; the message says why."""


def total(engine: Engine) -> int:
    """Return how many rows a rotation looks at."""
    with translated(), engine.connect() as connection:
        counts = (select(func.count()).select_from(one.table) for one in SEALED if one.anew)
        return sum(connection.execute(count).scalar_one() for count in counts)


def in_use(engine: Engine, cipher: Cipher) -> InUse:
    current = cipher.key_ids[0]
    return {
        one.table.name: Counter(one.key_of(row, current) for rows in _bites(engine, one) for row in rows)
        for one in SEALED
    }


def rotate(engine: Engine, cipher: Cipher, now: datetime, progress: Callable[[int], None]) -> int:
    """Returns how many rows were sealed anew; `progress` takes how many were looked at. Raises Unavailable."""
    with translated(), writing(engine).begin() as connection:
        known.note(connection, cipher, now)
    changed = sum(_renewed(engine, cipher, one, progress) for one in SEALED if one.anew)
    _forget_hashes(engine, now)
    if engine.dialect.name == "sqlite":
        with translated():
            write_log_back(engine)
    return changed


def retire(engine: Engine, cipher: Cipher, key: bytes, now: datetime) -> None:
    """Raises StillNeeded."""
    if key == cipher.key_ids[0]:
        raise StillNeeded("it is the first of CREDITLINE_SECRET_KEYS: put another one before it")
    if rows := sum(counted[key] + counted[UNNAMED] for counted in in_use(engine, cipher).values()):
        raise StillNeeded(f"{rows:,} rows need it: run `creditline keys rotate`, and look at `creditline keys status`")
    with translated(), writing(engine).begin() as connection:
        this = secret_keys.c.id == cipher.key_ids[0].hex()
        since = connection.execute(select(secret_keys.c.since).where(this)).scalar()
        if since is None or now - since < DAY:
            raise StillNeeded("limits and tokens of the last day need it: wait for 24 hours after the change of keys")
        known.forget(connection, key)


def _renewed(engine: Engine, cipher: Cipher, sealed: Sealed, progress: Callable[[int], None]) -> int:
    changed = 0
    for number in range(ROUNDS):
        missed = 0
        for rows in _bites(engine, sealed):
            stale = [row for row in rows if sealed.key_of(row, cipher.key_ids[0]) != cipher.key_ids[0]]
            written = _write(engine, cipher, sealed, stale) if stale else 0
            changed, missed = changed + written, missed + len(stale) - written
            progress(0 if number else len(rows))
        if not missed:
            break
    return changed


def _write(engine: Engine, cipher: Cipher, sealed: Sealed, rows: Sequence[Row]) -> int:
    """Return how many were as they had been read."""
    written = 0
    with translated(), writing(engine).begin() as connection:
        for row in rows:
            changes = sealed.renewed(row, cipher)
            as_read = {f"{READ}{name}": row[name] for name in (*_key(sealed.table), *_beside_key(sealed))}
            written += connection.execute(_renew(sealed, tuple(changes)), changes | as_read).rowcount
    return written


def _renew(sealed: Sealed, names: Sequence[str]) -> Update:
    """By its key, which an index finds as long as it is compared by `=`; and only as it was read."""
    columns = sealed.table.c
    found = (columns[name] == bindparam(f"{READ}{name}") for name in _key(sealed.table))
    as_read = (columns[name].is_not_distinct_from(bindparam(f"{READ}{name}")) for name in _beside_key(sealed))
    return update(sealed.table).where(*found, *as_read).values({name: bindparam(name) for name in names})


def _key(table: Table) -> Sequence[str]:
    return [*table.primary_key.columns.keys()]


def _beside_key(sealed: Sealed) -> Sequence[str]:
    return [*sealed.columns, *sealed.marks]


def _bites(engine: Engine, sealed: Sealed) -> Iterator[Sequence[Row]]:
    return _walk(engine, sealed.table, [*_beside_key(sealed), *_bound_by(sealed)])


def _walk(engine: Engine, table: Table, columns: Sequence[str] = ()) -> Iterator[Sequence[Row]]:
    """All rows, a few at a time, in the order of the table's key, with their key and these columns."""
    key, after = table.primary_key.columns, None
    names = dict.fromkeys([*_key(table), *columns])
    while True:
        is_next = tuple_(*key) > after if after else true()
        wanted = select(*(table.c[name] for name in names)).where(is_next).order_by(*key).limit(ROWS_AT_ONCE)
        with translated(), engine.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        if not rows:
            return
        yield [{str(name): value for name, value in row.items()} for row in rows]
        after = tuple(rows[-1][name] for name in _key(table))


def _bound_by(sealed: Sealed) -> Sequence[str]:
    return [name for name in ("dedupe",) if name in sealed.table.c]


def _forget_hashes(engine: Engine, now: datetime) -> None:
    """What counts no more: who was counted in a window that is closed or has only been looked at, whose code is old."""
    is_old = and_(challenges.c.sent_at < now - timedelta(hours=1), challenges.c.claimed != UNKNOWN)
    for rows in _walk(engine, challenges):
        _change(
            engine, update(challenges).where(_among(challenges, rows), is_old).values(claimed=UNKNOWN, keyed=UNKNOWN)
        )
    counts_nothing = or_(counters.c.until <= now, counters.c.amount == 0)
    key = counters.primary_key.columns
    for rows in _walk(engine, counters):
        idle = select(*key).where(_among(counters, rows), counts_nothing)
        idle = idle.with_for_update(skip_locked=True)  # a call that locks several of them is not waited for
        _change(engine, delete(counters).where(tuple_(*key).in_(idle), counts_nothing))


def _among(table: Table, rows: Sequence[Row]) -> ColumnElement[bool]:
    key = _key(table)
    return tuple_(*(table.c[name] for name in key)).in_([tuple(row[name] for name in key) for row in rows])


def _change(engine: Engine, change: Update | Delete) -> None:
    with translated(), writing(engine).begin() as connection:
        connection.execute(change)
