"""`creditline flow`: the call as a drawing."""

import click

from ivr.dialogue.diagram import mermaid
from ivr.dialogue.flow import CALL_FLOW


@click.command()
def flow() -> None:
    """Print the call as a Mermaid state diagram, drawn from the table that runs it."""
    click.echo(mermaid(CALL_FLOW), nl=False)
