"""The commands: `creditline <command>`. Exit 0 fine, 1 a check found faults, 2 bad start or usage."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from domain.errors import Unavailable
from ivr.faults import BadStart

COMMANDS = {
    "demo": "Run the whole line on this machine, with demo people.",
    "serve": "Answer calls, until SIGTERM or Ctrl-C.",
    "call": "Call the line as a caller would.",
    "migrate": "Bring the database's tables up to date.",
    "seed": "Fill the database with the demo people.",
    "worker": "Deliver messages, until SIGTERM or Ctrl-C.",
    "flow": "Draw the call.",
    "walk": "Prove the call: walk every path through it.",
    "lint": "Check the wording of everything the line can say.",
    "samples": "Write or check the sample documents.",
    "fallback": "Make the document that is played when nothing answers.",
    "token": "Print a bearer token for the APIs.",
    "offers": "List, import and close what is offered.",
    "applications": "Look at applications for credit, and decide about them.",
    "callbacks": "List who waits to be called back, and mark who was.",
    "outbox": "List messages that wait, send one again, drop one.",
    "keys": "Show, rotate and retire the keys that the data is sealed with.",
    "import": "Take people, accounts or applications over from a file.",
}


@contextmanager
def told() -> Iterator[None]:
    """One line for each fault of what does not start, or of a store that does not answer; then exit 2."""
    try:
        yield
    except BadStart as bad:
        faults = bad.faults
    except Unavailable as unavailable:
        faults = [str(unavailable)]
    else:
        return
    for fault in faults:
        click.echo(f"creditline: {fault}", err=True)
    sys.exit(2)


class _Commands(click.Group):
    """Each command is the function of its name in the module of its name, imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"ivr.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        with told():
            return super().invoke(ctx)


@click.group(cls=_Commands)
@click.version_option(package_name="creditline")
def main() -> None:
    """A lender's credit line on the phone."""
