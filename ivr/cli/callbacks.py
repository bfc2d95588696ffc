"""`creditline callbacks`: who waits to be called back. Whoever wants the numbers says why, and that is in the audit."""

import secrets
from collections.abc import Sequence

import click

from domain.call_backs import CallBack
from domain.disclosure import Fact
from domain.ports import Clock
from domain.repositories import Disclosure
from domain.requests import TurnKey
from domain.unit_of_work import UnitOfWork
from ivr.cli.ledger import listed, open_ledger, operator

LONGEST_REASON = 80  # characters
NOT_VERIFIED = "unknown"  # as the audit names whoever was not verified


@click.group()
def callbacks() -> None:
    """List who waits to be called back, and mark who was."""


@callbacks.command("list")
@click.option("--reveal", metavar="REASON", help="Show whole numbers; the reason goes in the audit.")
def list_callbacks(reveal: str | None) -> None:
    """List open call-backs, oldest first."""
    if reveal is not None and not 0 < len(reveal.strip()) <= LONGEST_REASON:
        raise click.BadParameter(f"a reason has 1 to {LONGEST_REASON} characters", param_hint="--reveal")
    with open_ledger() as ledger, ledger.transactions.begin() as work:
        found = work.call_backs.open()
        if reveal is not None:
            _note_reveal(work, ledger.clock, found, reveal.strip())
    head = ("id", "asked at", "queue", "reason", "language", "verified", "person", "number")
    click.echo(listed(head, [_line(one, is_masked=reveal is None) for one in found]))


@callbacks.command()
@click.argument("ref", metavar="ID")
def done(ref: str) -> None:
    """Mark one as called."""
    with open_ledger() as ledger, ledger.transactions.begin() as work:
        is_marked = work.call_backs.done(ref, operator(), ledger.clock.now())
    if not is_marked:
        raise click.ClickException(f"no open call-back {ref} in this ledger")


def _note_reveal(work: UnitOfWork, clock: Clock, found: Sequence[CallBack], reason: str) -> None:
    """One row of the audit for each number."""
    reading, by = secrets.token_hex(16), f"{operator()}: {reason}"
    for number, one in enumerate(found):
        key, person = TurnKey(reading, number), one.person or NOT_VERIFIED
        work.audit.add(Disclosure(key, person, one.level, (Fact.PHONE_NUMBER,), clock.now(), by))


def _line(one: CallBack, *, is_masked: bool) -> tuple[str, ...]:
    number = one.number.e164
    return (
        one.call,
        f"{one.asked_at:%Y-%m-%d %H:%M} UTC",
        *(one.queue, one.reason, one.language),
        "yes" if one.person else "no",
        one.person or "-",
        f"{number[:3]}***" if is_masked else number,
    )
