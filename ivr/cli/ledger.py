"""The line's own ledger, as the commands of its operators open it."""

import os
import pwd
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from domain.ports import Clock
from domain.repositories import MOST_LISTED
from domain.unit_of_work import Transactions
from ivr.cli.checks import require_database
from ivr.clock import SystemClock
from ivr.config import load_settings
from ivr.prompts.plain import plain
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.unit_of_work import SqlTransactions

WIDEST = 100  # characters of a column


@dataclass(frozen=True)
class Ledger:
    """`engine` and `cipher` for what no port asks."""

    number: int
    transactions: Transactions
    clock: Clock
    engine: Engine
    cipher: Cipher


@contextmanager
def open_ledger() -> Iterator[Ledger]:
    """Without the rest of the service, which takes a second to load. Raises BadStart."""
    settings = load_settings()
    require_database(settings)
    engine = open_engine(settings.database_url)
    cipher = Cipher([key.hex() for key in settings.secret_keys])
    clock = SystemClock(settings.timezone, settings.clock)
    try:
        yield Ledger(settings.ledger, SqlTransactions(engine, cipher, settings.ledger), clock, engine, cipher)
    finally:
        engine.dispose()


def operator() -> str:
    """Who runs this command, as the operating system knows it: no variable of the environment is asked."""
    user = os.getuid()
    try:
        return f"operator:{pwd.getpwuid(user).pw_name}"
    except KeyError:  # a container's user need not have a name
        return f"operator:{user}"


def listed(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A list, and whether it is all there is."""
    more = f"\nthese are the oldest {MOST_LISTED}: there may be more" if len(rows) == MOST_LISTED else ""
    return columns([head, *rows]) + more


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """In lines, each column as wide as its widest text. What somebody posted moves no cursor and paints nothing."""
    shown = [[plain(text, WIDEST) for text in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in shown)
    return "\n".join(line.rstrip() for line in lines)
