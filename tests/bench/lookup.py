"""Whether a look-up by national number stays flat: `python -m tests.bench.lookup`, on a PostgreSQL of its own.

Two databases hold 10⁴ and 10⁶ people. The same look-ups, interleaved, go to both; printed are the medians of finding
one person, in a transaction of its own, and their ratio. It takes less than a minute and about 1 GB of disk.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import quantiles

import psycopg
from sqlalchemy import Engine, LargeBinary, make_url

from domain.identifiers import CustomerNumber, NationalNumber
from domain.people import Person
from storage import demo
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.repositories.people import row_of_person
from storage.tables import people
from storage.unit_of_work import SqlTransactions
from tests.postgres import running_postgres

SIZES = (10_000, 1_000_000)
LOOKED_UP = 2_000  # people; rows of others are as long as theirs, under random indexes
HIGHEST_RATIO = 1.5
INDEX_BYTES = 32
COLUMNS = {column.name: "bytea" if isinstance(column.type, LargeBinary) else "varchar" for column in people.columns}
CIPHER = Cipher(["a secret of the bench, long enough"])


def main() -> int:
    with running_postgres() as server, server.database() as small, server.database() as large:
        engines = [_filled(server.url(name), size) for name, size in zip((small, large), SIZES, strict=True)]
        times = _timed(engines)
        for engine in engines:
            engine.dispose()
    medians = [quantiles(of_one, n=100)[49] for of_one in times]
    for size, median in zip(SIZES, medians, strict=True):
        print(f"{size:>9,} people: p50 {median * 1e6:.0f} µs")
    ratio = medians[1] / medians[0]
    print(f"ratio {ratio:.2f} (at most {HIGHEST_RATIO})")
    return int(ratio > HIGHEST_RATIO)


def _filled(url: str, size: int) -> Engine:
    upgrade(url)
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(), autocommit=True) as connection:
        with connection.cursor().copy(f"COPY people ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(list(COLUMNS.values()))
            for row in _rows(size):
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE people")
    return open_engine(url)


def _rows(size: int) -> Iterator[list[object]]:
    """Those who are looked up are spread evenly among the others."""
    step = size // LOOKED_UP
    for number in range(size):
        if number % step == 0:
            row = row_of_person(_person(number // step), CIPHER, demo.LEDGER)
        else:
            row |= {"ref": f"other-{number}"} | {
                name: os.urandom(INDEX_BYTES) for name in ("national_number_index", "customer_number_index")
            }
        yield [row[name] for name in COLUMNS]


def _person(number: int) -> Person:
    return replace(
        demo.PEOPLE["customer-open"],
        ref=f"person-{number}",
        national_number=NationalNumber(f"{number:012d}"),
        customer_number=CustomerNumber(f"{number:08d}"),
    )


def _timed(engines: list[Engine]) -> list[list[float]]:
    """Seconds of each look-up, by engine; a first round of them warms everything up."""
    numbers = [_person(number).national_number for number in range(LOOKED_UP)]
    transactions = [SqlTransactions(engine, CIPHER, demo.LEDGER) for engine in engines]
    for _ in range(2):
        random.shuffle(numbers)
        times: list[list[float]] = [[] for _ in engines]
        for number in numbers:
            for of_one, here in random.sample([*zip(times, transactions, strict=True)], len(engines)):
                begun = time.perf_counter()
                with here.begin() as work:
                    assert work.people.find(number)
                of_one.append(time.perf_counter() - begun)
    return times


if __name__ == "__main__":
    sys.exit(main())
