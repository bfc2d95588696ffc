import click

from ivr.cli.launcher import launch
from ivr.logs import log_event


@click.command()
def serve() -> None:
    """Answer calls, until SIGTERM or Ctrl-C: web, background worker and, where asked for, the embedded Valkey."""
    launch("production", ready=lambda _settings: log_event("ready"))
