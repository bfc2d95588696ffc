"""`creditline outbox`: messages that nobody has taken yet, without what they say and to whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import click

from ivr.cli.ledger import Ledger, columns, open_ledger, operator
from storage.kept_messages import KeptMessage, KeptMessages
from storage.transactions import Database

DAY = timedelta(days=1)


@click.group()
def outbox() -> None:
    """List messages that wait, send one again, drop one."""


@outbox.command("list")
def list_messages() -> None:
    """List what waits, or was not taken, oldest first. Without a next try, a person decides."""
    with _opened() as (ledger, kept):
        now = ledger.clock.now()
        found = kept.list(now)
    head = ("id", "kind", "age", "tries", "next try", "state", "reason")
    click.echo(columns([head, *(_line(one, now) for one in found)]))


@outbox.command()
@click.argument("ref", metavar="ID", type=int)
def retry(ref: int) -> None:
    """Try one again at once, and for three days from now. One more copy is sent of what may have arrived."""
    with _opened() as (ledger, kept):
        is_due = kept.retry(ref, ledger.clock.now())
    if not is_due:
        raise click.ClickException(f"no message {ref} that can be sent again: it is gone, a code, or being sent")


@outbox.command()
@click.argument("ref", metavar="ID", type=int)
def drop(ref: int) -> None:
    """Erase one for good: nobody gets it. Asks for its id again."""
    if click.prompt("Its id again, to erase it for good", type=int) != ref:
        raise click.ClickException("not the same id: nothing is dropped")
    with _opened() as (ledger, kept):
        is_dropped = kept.drop(ref, operator(), ledger.clock.now())
    if not is_dropped:
        raise click.ClickException(f"no message {ref} that can be dropped: it is gone, or being sent")


@contextmanager
def _opened() -> Iterator[tuple[Ledger, KeptMessages]]:
    """Messages are of every ledger."""
    with open_ledger() as ledger:
        yield ledger, KeptMessages(Database(ledger.engine))


def _line(one: KeptMessage, now: datetime) -> tuple[str, ...]:
    next_try = f"{one.next_at:%Y-%m-%d %H:%M:%S} UTC" if one.next_at else "-"
    return (
        str(one.id),
        one.kind,
        _age(now - one.waits_from),
        str(one.attempts),
        next_try,
        one.state,
        one.reason or "-",
    )


def _age(age: timedelta) -> str:
    """Days, then hours and minutes."""
    minutes = int(age.total_seconds()) // 60
    clock = f"{minutes // 60 % 24}:{minutes % 60:02}"
    return f"{age // DAY} d {clock}" if age >= DAY else clock
