import click

from ivr.cli.checks import require_database
from ivr.config import load_settings
from ivr.faults import BadStart
from ivr.wiring_demo import seed_demo


@click.command()
@click.option("--demo", is_flag=True, required=True, help="The demo people: who is missing is added.")
@click.option("--fresh", is_flag=True, help="Restore people and dates; clear counters, sessions and messages.")
def seed(demo: bool, fresh: bool) -> None:  # noqa: ARG001 - the flag names the only thing there is to seed
    """Fill the database with the demo people."""
    settings = load_settings()
    if settings.mode == "production":
        raise BadStart(["this is production: set CREDITLINE_MODE=demo, and the CREDITLINE_DATA_DIR of a demo"])
    require_database(settings)
    seed_demo(settings, fresh=fresh)
