"""Whether costs stay flat as a database grows: `python -m tests.bench.growth`, on a PostgreSQL and a file of its own.

Databases hold 10⁴ and 10⁶ people (and, with --huge, 10⁷), and as many calls with what is kept of each, at most 10⁶.
Printed are medians, and for retention the longest transaction: so long may others wait for a row that it deletes.
It takes a quarter of an hour and 5 GB of disk.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from sqlalchemy import Connection, Engine, event

from domain.applications import ApplicationStatus
from domain.identifiers import PhoneNumber
from domain.lanes import Lane
from domain.requests import CodeAccepted, CodeSent, StartVerification
from domain.unit_of_work import Transactions, UnitOfWork
from domain.verification import VerificationLimits
from storage import demo
from storage.cipher import StoredCodes
from storage.delivery import deliver_due
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.outbox import backlog
from storage.retention import Retention
from storage.unit_of_work import SqlTransactions
from tests.bench.filling import fill
from tests.bench.grown import CIPHER, LOOKED_UP, person
from tests.domain.line import NOON, Line, SettableClock
from tests.postgres import running_postgres

MOST_CALLS = 1_000_000
SIZES, HUGE = (10_000, 1_000_000), 10_000_000
ROUNDS = 300
MOST_BITES = 1_000
NO_LIMIT = 10**9
CODE, PROFILE = "246810", "kontotyp-1"
FOUND, LOCKED = "find a person", "retention: longest lock"
HIGHEST_RATIO, LONGEST_LOCK = 1.5, 50  # of finding somebody among more people; ms

Figures = Mapping[str, float]
"""Milliseconds by what is done."""


@click.command()
@click.option("--database", "backends", type=click.Choice(["sqlite", "postgresql"]), multiple=True)
@click.option("--huge", is_flag=True, help="Ten million people, too.")
def main(backends: tuple[str, ...], *, huge: bool) -> None:
    """Print what things cost in databases of each size."""
    sizes = (*SIZES, HUGE) if huge else SIZES
    all_flat = True
    for backend in backends or ("sqlite", "postgresql"):
        with ExitStack() as stack:
            engines = {size: stack.enter_context(_grown(backend, size)) for size in sizes}
            found = {size: _measured(engine, _line(engine)) for size, engine in engines.items()}
        _print(backend, found)
        all_flat &= _is_flat(found)
    sys.exit(not all_flat)


@contextmanager
def _grown(backend: str, size: int) -> Iterator[Engine]:
    with _empty(backend) as url:
        upgrade(url)
        fill(url, size, min(size, MOST_CALLS), NOON)
        engine = open_engine(url)
        yield engine
        engine.dispose()


@contextmanager
def _empty(backend: str) -> Iterator[str]:
    if backend == "sqlite":
        with TemporaryDirectory(prefix="growth-") as folder:
            yield f"sqlite:///{Path(folder) / 'grown.db'}"
        return
    with running_postgres(durable=True) as server, server.database() as name:
        yield server.url(name)


def _measured(engine: Engine, line: Line) -> Figures:
    asked = partial(_of_reading, line.transactions)
    someone = iter(random.sample(range(LOOKED_UP), 2 * ROUNDS))
    return {
        FOUND: asked(lambda work: work.people.find(person(next(someone)).national_number)),
        "find by phone": asked(lambda work: work.people.with_phone(_phone(next(someone)))),
        **_turns(line),
        "applications, first page": asked(lambda work: work.applications.of_profile(PROFILE, limit=21, skip=0)),
        "applications, page 100": asked(lambda work: work.applications.of_profile(PROFILE, limit=21, skip=2_000)),
        "applications in a status": asked(lambda work: work.applications.in_status(ApplicationStatus.STARTED)),
        "call-backs": asked(lambda work: work.call_backs.open()),
        "backlog": _median(lambda: backlog(engine, NOON)),
        **_forgetting(engine),
    }


def _phone(number: int) -> PhoneNumber:
    phone = person(number).phone
    assert phone
    return phone


def _line(engine: Engine) -> Line:
    """Whose codes are CODE, and whose carrier takes all."""

    class KnownCodes(StoredCodes):
        def new(self) -> str:
            return CODE

    def hand_over() -> None:
        deliver_due(engine, CIPHER, lambda _to, _message: None, lambda: NOON, [Lane.CODES])

    transactions = SqlTransactions(engine, CIPHER, demo.LEDGER)
    no_limit = VerificationLimits(codes_in_all=NO_LIMIT)
    codes = KnownCodes(CIPHER)
    return Line(transactions, list, list, hand_over, SettableClock(), CIPHER, limits=no_limit, codes=codes)


def _turns(line: Line) -> Figures:
    """What a call's two turns ask that end in figures; texts leave in between."""
    starts, codes = [], []
    for number in random.sample(range(LOOKED_UP), ROUNDS):
        caller = line.call(f"measured-{number}")
        begun = time.perf_counter()
        answer = caller.asks(StartVerification(person(number).national_number))
        starts.append(time.perf_counter() - begun)
        assert isinstance(answer, CodeSent)
        begun = time.perf_counter()
        answer = caller.keys(CODE)
        codes.append(time.perf_counter() - begun)
        assert isinstance(answer, CodeAccepted)
    return {"turn: identify": median(starts) * 1000, "turn: code that tells figures": median(codes) * 1000}


def _forgetting(engine: Engine) -> Figures:
    """Of all that is old: what a bite takes of what it locks, from its BEGIN to its COMMIT."""
    took: list[float] = []
    begun = [0.0]

    def begin(_connection: Connection) -> None:
        begun[0] = time.perf_counter()

    def commit(_connection: Connection) -> None:
        took.append(time.perf_counter() - begun[0])

    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", commit)
    retention, started, deleted = Retention(engine), time.perf_counter(), 0
    while len(took) < MOST_BITES and (more := retention.forget_old(NOON)):
        deleted += more
    seconds = time.perf_counter() - started
    event.remove(engine, "begin", begin)
    event.remove(engine, "commit", commit)
    return {
        "retention: a bite": median(took) * 1000,
        LOCKED: max(took) * 1000,
        "retention: a thousand rows": seconds / deleted * 1_000_000,
    }


def _of_reading(transactions: Transactions, look: Callable[[UnitOfWork], object]) -> float:
    def run() -> None:
        with transactions.reading() as work:
            look(work)

    return _median(run)


def _median(run: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        took.append(time.perf_counter() - begun)
    return median(took) * 1000


def _print(backend: str, found: Mapping[int, Figures]) -> None:
    sizes = list(found)
    click.echo(f"\n{backend}, ms".ljust(40) + "".join(f"{size:>14,}" for size in sizes))
    for name in found[sizes[0]]:
        click.echo(f"{name:<38}" + "".join(f"{found[size][name]:>14.3f}" for size in sizes))


def _is_flat(found: Mapping[int, Figures]) -> bool:
    few, *more = found.values()
    return all(one[FOUND] <= few[FOUND] * HIGHEST_RATIO and one[LOCKED] <= LONGEST_LOCK for one in more)


if __name__ == "__main__":
    main()
