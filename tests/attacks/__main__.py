"""`make attack`: every attack at a running service on loopback, a line for each: whether it holds, and the figures.

A demo is to be fresh, since codes, tries and links are counted by the hour; at the end they are used up. A production
is attacked with what needs no demo people. Run it where the service finds its settings.
"""

import sys
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click
import httpx
from sqlalchemy import select

from ivr.config import BadStart, Settings, load_settings
from ivr.phone.errors import PhoneError
from ivr.phone.http import client
from storage import tables
from storage.engine import open_engine
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.codes import AT_ONE_PERSON, BY_MANY, FROM_ONE_NUMBER
from tests.attacks.honest_words import WITHOUT_CODES, WITHOUT_TRIES
from tests.attacks.oracles import ORACLES
from tests.attacks.places import PLACES
from tests.attacks.refusals import FLOODS
from tests.attacks.replays import REPLAYS
from tests.attacks.texts import CODES_SENT, LINKS

ATTACKS = (
    *PLACES,
    *FLOODS,
    *(REPLAYS, ORACLES, CODES_SENT, LINKS),
    *(FROM_ONE_NUMBER, AT_ONE_PERSON, WITHOUT_TRIES, BY_MANY, WITHOUT_CODES),
)
"""In an order in which none needs what an earlier one has used up."""
NAMES = [attack.name for attack in ATTACKS]
WIDTH = max(map(len, NAMES))
RESTORE = "creditline seed --demo --fresh"


@click.command()
@click.argument("url", required=False)
@click.option("--only", type=click.Choice(NAMES), multiple=True, default=NAMES, help="Only this one; may be repeated.")
@click.option("--log", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File the service logs to.")
def main(url: str | None, only: tuple[str, ...], log: Path | None) -> None:
    """Attack the service at URL, by default where the settings say that it listens."""
    settings = _settings()
    target = Target(_answering(_on_loopback(url or f"http://{settings.bind}")), settings, log)
    is_demo = settings.mode == "demo"
    if is_demo and not _is_fresh(target):
        raise click.ClickException(f"callers have used up some of this hour: run `{RESTORE}` first")
    click.echo(f"attacking the {settings.mode} at {target.url}, for a minute or two")
    chosen = [attack for attack in ATTACKS if attack.name in only]
    tried = [attack for attack in chosen if is_demo or not attack.needs_demo]
    holds = [_holds(attack, target) for attack in tried]
    if left := [attack.name for attack in chosen if attack not in tried]:
        click.echo(f"not tried in production: {', '.join(left)}")
    if is_demo:
        click.echo(f"`{RESTORE}` gives callers back what was used up; applicants who were made for it stay")
    sys.exit(0 if all(holds) else 1)


def _holds(attack: Attack, target: Target) -> bool:
    verdict = _verdict(attack, target)
    click.echo(f"{'holds ' if verdict.holds else 'BROKEN'}  {attack.name:{WIDTH}}  {verdict.figures}")
    return verdict.holds


def _verdict(attack: Attack, target: Target) -> Verdict:
    """A line that does not even go on answering has not held."""
    try:
        return attack.run(target)
    except (PhoneError, httpx.TransportError) as error:
        return Verdict(holds=False, figures=f"{type(error).__name__}: {error}")


def _is_fresh(target: Target) -> bool:
    """Tell whether no call, code or link is counted yet."""
    engine = open_engine(target.settings.database_url)
    with engine.connect() as connection:
        is_fresh = connection.execute(select(tables.counters).limit(1)).first() is None
    engine.dispose()
    return is_fresh


def _settings() -> Settings:
    try:
        return load_settings()
    except BadStart as fault:
        raise click.ClickException(str(fault)) from fault


def _on_loopback(url: str) -> str:
    if not _is_loopback(urlsplit(url).hostname or ""):
        raise click.ClickException("only a service on loopback is attacked")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _answering(url: str) -> str:
    try:
        client().get(f"{url}/healthz")
    except httpx.TransportError as error:
        raise click.ClickException(f"no service answers at {url}: `make demo` starts one") from error
    return url


if __name__ == "__main__":
    main()
