"""Everywhere that a running service writes or shows something, as bytes.

Its data folder whole, with the log, the database of SQLite and its write-ahead log, Valkey's append-only file and the
metrics; the page of the metrics; Valkey's memory, keys and values; every table of whatever database, the outbox and the
handset's mailbox among them.
"""

from collections.abc import Callable, Iterator, Mapping

from redis import Redis
from sqlalchemy import Engine, MetaData, create_engine, select

from ivr.config import load_settings
from storage import embedded
from tests.service import Service

Place = Callable[[], bytes]


def places_of(service: Service) -> Mapping[str, Place]:
    files = {
        f"file {path.relative_to(service.data_dir)}": path.read_bytes
        for path in sorted(service.data_dir.rglob("*"))
        if path.is_file() and path.suffix != ".draft"  # which is a file of the metrics in a moment
    }
    return files | {
        "page of the metrics": lambda: service.counts().encode(),
        "memory of Valkey": lambda: b"\n".join(memory_of(embedded.url(service.data_dir))),
        "tables": lambda: b"\n".join(cells_at(load_settings(service.env).database_url)),
    }


def memory_of(redis_url: str) -> Iterator[bytes]:
    """Keys, and values by their type; also what its slow log quotes."""
    with Redis.from_url(redis_url) as client:
        for key in client.scan_iter():
            yield key
            yield from _flat(READ[client.type(key)](client, key))
        yield from _flat(client.slowlog_get(128))


READ: Mapping[bytes, Callable[[Redis, bytes], object]] = {
    b"string": lambda client, key: client.get(key),
    b"hash": lambda client, key: client.hgetall(key),
    b"list": lambda client, key: client.lrange(key, 0, -1),
    b"set": lambda client, key: client.smembers(key),
    b"zset": lambda client, key: client.zrange(key, 0, -1),
    b"stream": lambda client, key: client.xrange(key),
}


def cells_at(database_url: str) -> Iterator[bytes]:
    engine = create_engine(database_url)
    try:
        yield from cells_of(engine)
    finally:
        engine.dispose()


def cells_of(engine: Engine) -> Iterator[bytes]:
    """Of every row of every table there is, whether the code knows it or not."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            yield from _flat([tuple(row) for row in connection.execute(select(table))])


def _flat(value: object) -> Iterator[bytes]:
    match value:
        case bytes():
            yield value
        case dict():
            yield from _flat(list(value.items()))
        case list() | tuple() | set():
            for item in value:
                yield from _flat(item)
        case _:
            yield str(value).encode()
