import os
import sys

import click

from ivr.cli.launcher import launch
from ivr.faults import BadStart

WELCOME = """
The credit line is up at {url} (Ctrl-C stops it). Call it from a second terminal:

    {program} call --from +46701740605

Press 1 for English, key 198507099805# and then the code from the text message: you are a customer with an open
account. The same call without typing:

    {program} call --from +46701740605 --keys "1 198507099805# {{code}}"

Others to be:
    198304029872  --from +46701740612   an applicant whose agreement waits to be signed
    199111309820  --from +46701740607   a customer in arrears
    195510179855  --from +46701740610   a customer whose account needs a person
    197207049987  from any number       valid, but in no table: no text message comes
"""


@click.command()
def demo() -> None:
    """Run the whole line on this machine, with demo people and no account anywhere."""
    if os.environ.get("CREDITLINE_MODE") not in (None, "", "demo"):
        raise BadStart(["CREDITLINE_MODE is set to something else: unset it, or run `creditline serve`"])
    launch("demo", ready=lambda settings: click.echo(WELCOME.format(url=settings.public_url, program=sys.argv[0])))
