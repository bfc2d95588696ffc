import click

from ivr.cli.checks import upgrade_database
from ivr.config import load_settings


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    upgrade_database(load_settings())
