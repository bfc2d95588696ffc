"""`creditline call`: the line on the terminal's phone, typed or from a script."""

from pathlib import Path

import click
import httpx

from ivr.config import Settings, read_settings
from ivr.faults import BadStart
from ivr.phone.agents import Outcome
from ivr.phone.caller import Caller
from ivr.phone.errors import PhoneError
from ivr.phone.http import client
from ivr.phone.line import Line
from ivr.phone.mailbox import Mailbox
from ivr.phone.recording import differences, pages, record
from ivr.phone.script import Act, BadScript, play, script
from ivr.phone.terminal import converse, show

FIRST_DEMO_CUSTOMER = "+46701740605"
NUMBER_OF_THE_LINE = "+46846500400"  # reserved for fiction
NEEDED = frozenset({"BIND", "DATA_DIR", "MODE", "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"})
ANY_ACCOUNT = "AC" + "0" * 32  # where the line does not ask for a certain one


def _script(_context: click.Context, _option: click.Parameter, text: str | None) -> list[Act] | None:
    try:
        return None if text is None else script(text)
    except BadScript as mistake:
        raise click.BadParameter(str(mistake)) from None


@click.command()
@click.option("--url", help="Where the service is.  [default: the address it binds to]")
@click.option("--from", "number", default=FIRST_DEMO_CUSTOMER, show_default=True, help="The caller's number.")
@click.option("--to", default=NUMBER_OF_THE_LINE, show_default=True, help="The number that is called.")
@click.option("--keys", "acts", callback=_script, help='A script, such as "198507099805# {code} 1 - hangup".')
@click.option(
    "--agent",
    "agents",
    multiple=True,
    type=click.Choice([outcome.value for outcome in Outcome]),
    help="What becomes of each attempt to reach an agent; the last goes for all that follow.  [default: taken]",
)
@click.option("--mailbox", help="The number whose messages are read.  [default: the caller's]")
@click.option("--record", "recording", type=click.Path(file_okay=False, path_type=Path), help="Write the documents.")
@click.option(
    "--compare",
    "reference",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Compare the documents with those of a recording; exit 1 where they differ.",
)
def call(
    *,
    url: str | None,
    number: str,
    to: str,
    acts: list[Act] | None,
    agents: tuple[str, ...],
    mailbox: str | None,
    recording: Path | None,
    reference: Path | None,
) -> None:
    """Call the line as Twilio would: signed requests, TwiML executed, silence that costs no time.

    Without --keys you type them. In a script the steps stand between spaces or commas: keys (0-9 * #), {code} for the
    newest code sent, - or silence, hangup.

    --record and --compare mask what differs from call to call: the value of the query parameter t in every address
    becomes TOKEN, the line's public base URL becomes {PUBLIC_URL}. All else is compared.
    """
    line = _line(url, to)
    caller = Caller(line, number, mailbox=mailbox, agents=[Outcome(agent) for agent in agents], listener=show)
    try:
        if acts is None:
            converse(caller, Mailbox(line.base_url, mailbox or number))
        else:
            play(caller, acts)
    except PhoneError as error:
        raise click.ClickException(str(error)) from None
    _keep(pages(caller.documents, line.public_url), recording, reference)


def _line(url: str | None, number: str) -> Line:
    settings = _settings()
    base_url = (url or f"http://{settings.bind}").rstrip("/")
    try:
        client().get(f"{base_url}/healthz")
    except (httpx.TransportError, httpx.InvalidURL):
        raise BadStart([f"no service answers at {base_url}: start it with `make demo`, or give its --url"]) from None
    account = settings.twilio_account_sid or ANY_ACCOUNT
    verified = (settings.own_number,) if settings.own_number else ()
    return Line(base_url, settings.public_url, settings.twilio_auth_tokens[0], account, number, verified)


def _settings() -> Settings:
    """Of a deployment only what its carrier knows: a lender compares it from a machine that has no more."""
    reading = read_settings()
    if faults := [fault for name, fault in reading.faults.items() if name in NEEDED]:
        raise BadStart(faults)
    return reading.settings


def _keep(played: dict[str, str], recording: Path | None, reference: Path | None) -> None:
    if recording:
        record(recording, played)
    if reference and (found := list(differences(reference, played))):
        click.echo("\n".join(found))
        raise click.ClickException("the documents differ from the recording")
