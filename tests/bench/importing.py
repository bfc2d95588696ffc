"""How fast files come in, and in how much memory: `python -m tests.bench.importing`, on a PostgreSQL of its own.

People and then accounts, every hundredth line bad: first a tenth of the rows into one database, then all of them into
another, and these once more, which must change nothing. Each import is the command itself, in a process of its own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from storage.migrate import upgrade
from tests.bench.processes import KIB
from tests.postgres import running_postgres
from tests.service import CREDITLINE, environment

FIRST_DAY = date(1890, 1, 1)
COORDINATION_DAYS = 60
BAD_EVERY = 100
FIRST_CUSTOMER_NUMBER = 20_000_000
MOST_GROWTH = 1.15  # of the peak of memory, from a tenth of the rows to all
KINDS = ("people", "accounts")


@dataclass(frozen=True)
class Import:
    """`peak`: resident memory in MB (10⁶ bytes)."""

    seconds: float
    peak: float
    said: str


@click.command()
@click.option("--rows", type=click.IntRange(min=1000), default=1_000_000, show_default=True)
@click.option("--people-only", "kinds", flag_value=KINDS[:1], default=KINDS, help="Leave accounts out.")
def main(rows: int, kinds: tuple[str, ...]) -> None:
    """Measure imports."""
    with TemporaryDirectory(prefix="bench-") as name, running_postgres() as server:
        folder = Path(name)
        with server.database() as few:
            smaller = _imported(folder, server.url(few), rows // 10, kinds)
        with server.database() as many:
            larger = _imported(folder, server.url(many), rows, kinds)
            again = {kind: _run(folder, server.url(many), kind) for kind in kinds}
    for kind in kinds:
        _print(kind, rows, smaller[kind], larger[kind], again[kind])
    growths = [larger[kind].peak / smaller[kind].peak for kind in kinds]
    is_idle = all("nothing changes: 0 added, 0 changed" in again[kind].said for kind in kinds)
    sys.exit(max(growths) > MOST_GROWTH or not is_idle)


def _imported(folder: Path, url: str, rows: int, kinds: tuple[str, ...]) -> dict[str, Import]:
    upgrade(url)
    _write(folder, rows)
    return {kind: _run(folder, url, kind) for kind in kinds}


def _run(folder: Path, url: str, kind: str) -> Import:
    env = environment(MODE="demo", DATA_DIR=str(folder / "data"), DATABASE_URL=url)
    words = ["import", kind, str(folder / f"{kind}.csv"), "--skip-bad", "--report", str(folder / "faults.txt")]
    begun = time.perf_counter()
    with subprocess.Popen([*CREDITLINE, *words], env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 1, said  # some lines are bad
    return Import(time.perf_counter() - begun, usage.ru_maxrss * KIB / 1e6, said.splitlines()[-1])


def _print(kind: str, rows: int, smaller: Import, larger: Import, again: Import) -> None:
    click.echo(f"{kind}: {larger.said}")
    click.echo(f"  {rows / larger.seconds:,.0f} rows/s at {rows:,} rows ({larger.seconds:.0f} s)")
    click.echo(f"  once more {rows / again.seconds:,.0f} rows/s: {again.said}")
    click.echo(f"  peak {smaller.peak:.0f} MB at {rows // 10:,} rows, {larger.peak:.0f} MB at {rows:,}")


def _write(folder: Path, rows: int) -> None:
    with (folder / "people.csv").open("w") as people, (folder / "accounts.csv").open("w") as accounts:
        people.write("national_number,customer_number,name,phone,email,language,registered\n")
        accounts.write(
            "number,customer_number,profile,status,currency,balance,current_due,due_date,arrears,"
            "limit_account,available_account,as_of\n"
        )
        for place, number in enumerate(islice(_national_numbers(), rows)):
            customer, phone = FIRST_CUSTOMER_NUMBER + place, f"+467{place:08d}"
            bad = "x" if place % BAD_EVERY == BAD_EVERY - 1 else ""
            people.write(f"{number},{customer},Customer {place},{phone}{bad},c{place}@example.com,sv-SE,true\n")
            accounts.write(
                f"{customer},{customer},kontotyp-1,Open,SEK,{place % 50_000}.50,125.00,2026-12-28,0,50000.00,"
                f"{50_000 - place % 50_000}.50,2026-11-20T06:00:00+01:00\n"
            )


def _national_numbers() -> Iterator[str]:
    """With the serials that are kept free for testing, and of both kinds."""
    for day in (FIRST_DAY + timedelta(days=n) for n in count()):
        for added in (0, COORDINATION_DAYS):
            stems = (f"{day:%Y%m}{day.day + added:02}{serial}" for serial in range(980, 1000))
            yield from (stem + str(_check_digit(stem[2:])) for stem in stems)


def _check_digit(nine: str) -> int:
    """Luhn."""
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    return -sum(product // 10 + product % 10 for product in products) % 10


if __name__ == "__main__":
    main()
