"""`creditline keys`: which secret keys the data is sealed with, and how an old one is given up."""

import sys
from collections import Counter

import click

from ivr.cli.ledger import Ledger, columns, open_ledger
from storage.rekeying import rotation


@click.group()
def keys() -> None:
    """Show, rotate and retire the keys that the data is sealed with."""


@keys.command()
def status() -> None:
    """Count the rows that need each key."""
    with open_ledger() as ledger:
        in_use = rotation.in_use(ledger.engine, ledger.cipher)
    listed = ledger.cipher.key_ids
    every = sum(in_use.values(), Counter[bytes]())
    head = ("key", "place", "rows", "where")
    rows = [
        (key.hex() or "unnamed", _place(key, listed), f"{every[key]:,}", _where(key, in_use))
        for key in {**dict.fromkeys(listed), **every}
    ]
    click.echo(columns([head, *rows]))


@keys.command()
def rotate() -> None:
    """Seal everything anew under the first key, while calls go on.

    Safe to interrupt, and to run again.
    """
    with open_ledger() as ledger:
        length = rotation.total(ledger.engine)
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=length, label="sealing", file=sys.stderr, hidden=hidden) as bar:
            changed = rotation.rotate(ledger.engine, ledger.cipher, ledger.clock.now(), bar.update)
    click.echo(f"{changed:,} rows sealed anew")


@keys.command()
@click.argument("old", metavar="KEY")
def retire(old: str) -> None:
    """Give a key up, by its name in `keys status`, once nothing needs it."""
    with open_ledger() as ledger:
        _retire(ledger, _listed(old, ledger))
    click.echo("nothing needs it: take it out of CREDITLINE_SECRET_KEYS, and start every process anew")


def _listed(name: str, ledger: Ledger) -> bytes:
    found = {key.hex(): key for key in ledger.cipher.key_ids}.get(name)
    if found is None:
        raise click.BadParameter(
            "no key of CREDITLINE_SECRET_KEYS: `creditline keys status` names them", param_hint="KEY"
        )
    return found


def _retire(ledger: Ledger, key: bytes) -> None:
    try:
        rotation.retire(ledger.engine, ledger.cipher, key, ledger.clock.now())
    except rotation.StillNeeded as why:
        raise click.ClickException(f"key {key.hex()}: {why}") from None


def _place(key: bytes, listed: tuple[bytes, ...]) -> str:
    if key not in listed:
        return "not listed"
    return "first" if key == listed[0] else "older"


def _where(key: bytes, in_use: rotation.InUse) -> str:
    return ", ".join(f"{table} {counted[key]:,}" for table, counted in in_use.items() if counted[key]) or "-"
