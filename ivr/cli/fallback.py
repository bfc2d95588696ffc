"""`creditline fallback`: the document for the days when nobody answers the carrier."""

import click

from ivr.config import load_settings
from ivr.dialogue.voice import Queue
from ivr.voice.fault import static_document
from ivr.voice.twiml import Links, render


@click.command()
@click.option("--print", "is_printed", is_flag=True, help="Write it to standard output.")
def fallback(is_printed: bool) -> None:
    """Make the static document that the carrier plays when this service does not answer."""
    if not is_printed:
        raise click.UsageError("say --print, and keep what comes in a TwiML bin as the number's fallback URL")
    settings = load_settings()
    document = static_document(settings.languages, len(settings.agents_general))
    click.echo(render(document, Links(None, {Queue.GENERAL: settings.agents_general})))
