"""`make attack`: strangers of every kind at a running service on loopback, while turns of calls are measured.

At a demo, strangers then ask for every link of an hour, and a customer and an applicant for their codes.

Run it where the service finds its settings; in production set CREDITLINE_TWILIO_AUTH_TOKEN too.
"""

import sys
from ipaddress import ip_address
from itertools import islice
from urllib.parse import urlsplit

import click

from ivr.config import Settings, load_settings
from ivr.phone.line import Line
from tests.attacks.strangers import KINDS, strangers
from tests.attacks.texts import gets_a_link, gets_codes
from tests.attacks.texts import strangers as numbers_of_strangers
from tests.attacks.turns import turns

ACCOUNT = "AC" + "0123456789abcdef" * 2
NUMBER = "+46846500400"
WORKERS = 2
TIMES_THE_CAP = 10
TURNS = 200
LONGEST = 1.0  # seconds, p99


@click.command()
@click.argument("url", required=False)
@click.option("--kind", "kinds", type=click.Choice([*KINDS]), multiple=True, default=[*KINDS], help="Only these.")
def main(url: str | None, kinds: tuple[str, ...]) -> None:
    """Attack the service at URL, by default where the settings say that it listens."""
    settings = load_settings()
    base_url = url or f"http://{settings.bind}"
    account = settings.twilio_account_sid or ACCOUNT
    line = Line(base_url, settings.public_url, settings.twilio_auth_tokens[0], account, NUMBER)
    host, port = _address(base_url)
    count = TIMES_THE_CAP * WORKERS * settings.connections_per_worker
    click.echo(f"alone: {turns(line, TURNS)}")
    held = [_stands(line, kind, count, host, port) for kind in kinds]
    if settings.mode == "demo":
        held.append(_texts_stand(line, settings))
    sys.exit(0 if all(held) else 1)


def _stands(line: Line, kind: str, count: int, host: str, port: int) -> bool:
    with strangers(kind, count, host, port):
        measured = turns(line, TURNS)
    holds = measured.p99 < LONGEST
    click.echo(f"{'holds ' if holds else 'BROKEN'}  {count} x {kind}: {measured}")
    return holds


def _texts_stand(line: Line, settings: Settings) -> bool:
    """Not more links than an hour has, and codes all the same. What an earlier attack has taken is missing."""
    asked = settings.links_in_all + 5
    numbers = islice(numbers_of_strangers(), asked)
    sent = sum(gets_a_link(line, number, settings.languages) for number in numbers)
    has_codes = gets_codes(line, settings.languages)
    holds = sent <= settings.links_in_all and has_codes
    codes = "both codes came" if has_codes else "a code did not come"
    click.echo(f"{'holds ' if holds else 'BROKEN'}  {asked} x link asked for: {sent} sent, then {codes}")
    return holds


def _address(url: str) -> tuple[str, int]:
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or 80
    if not ip_address(host).is_loopback:
        raise click.ClickException("only a service on loopback is attacked")
    return host, port


if __name__ == "__main__":
    main()
