"""`creditline token`: a bearer token for the APIs, on standard output and nothing else with it."""

from datetime import timedelta

import click

from ivr.api.tokens import LONGEST_LIFE, OF_CUSTOMERS, Bearer, Scope, Tokens
from ivr.config import load_settings
from ivr.faults import BadStart

SUBJECT = "command-line"
MOST_HOURS = LONGEST_LIFE // timedelta(hours=1)


@click.command()
@click.option("--ledger", type=click.IntRange(min=1), help="The one ledger it opens.  [default: the line's own]")
@click.option("--scope", "words", multiple=True, help="What it is good for; give it once for each.")
@click.option("--hours", type=click.IntRange(1, MOST_HOURS), default=1, show_default=True, help="How long it is good.")
def token(ledger: int | None, words: tuple[str, ...], hours: int) -> None:
    """Print a bearer token for the APIs."""
    scopes = _scopes(words)
    settings = load_settings()
    bearer = Bearer(SUBJECT, ledger or settings.ledger, scopes)
    click.echo(Tokens.of(settings).issue(bearer, timedelta(hours=hours)))


def _scopes(words: tuple[str, ...]) -> frozenset[Scope]:
    ours = [scope for scope in Scope if scope not in OF_CUSTOMERS]
    if not words or not set(words) <= set(ours):
        raise BadStart([f"give one --scope or more, each of: {' '.join(ours)}"])
    return frozenset(map(Scope, words))
