"""The shapes of what we read from a request. One of another shape is refused, though the carrier has signed it.

The lists are those of https://www.twilio.com/docs/voice/twiml#request-parameters and of Gather's and Dial's pages. What
nothing stands on may be anything: `To` is a client's name, a SIP address or nothing, `From` too.
"""

import re
from collections.abc import Iterator

from werkzeug.datastructures import MultiDict

from ivr.dialogue.events import DialStatus

CALL_STATUSES = "queued|initiated|ringing|in-progress|completed|busy|failed|no-answer|canceled"
DIRECTIONS = "inbound|outbound-api|outbound-dial|trunking-originating|trunking-terminating"
E164 = re.compile(r"\+[1-9]\d{1,14}", re.ASCII)

REQUIRED = {
    "AccountSid": re.compile(r"AC[0-9a-fA-F]{32}"),
    "CallSid": re.compile(r"CA[0-9a-fA-F]{32}"),
    "CallStatus": re.compile(CALL_STATUSES),
    "Direction": re.compile(DIRECTIONS),
}
EVENTS = {
    "DialBridged": re.compile("true|false"),
    "DialCallStatus": re.compile("|".join(DialStatus)),
    "Digits": re.compile(r"[0-9*#]{1,64}"),
}
"""What somebody did; without them it is silence, and nobody was connected."""
OPTIONAL = EVENTS | {"Digits": re.compile(r"[0-9*#]{0,64}"), "ErrorCode": re.compile(r"\d{1,6}", re.ASCII)}
READ = (*REQUIRED, *OPTIONAL, "ErrorUrl", "From", "To")
# Regrouped, `A=1&B=2` signs like `A=1B2`: an event, or who calls, could hide at the end of the value before it.
HIDEABLE = EVENTS | {"From": E164, "To": E164}
HIDDEN = re.compile(
    "(?s:.*)(?:" + "|".join(f"(?P<{name}>{name})(?:{shape.pattern})" for name, shape in HIDEABLE.items()) + ")",
    re.ASCII,
)


def oddity(form: MultiDict[str, str], *, has_events: bool) -> str | None:
    """The name of a parameter that is not as the carrier writes it; None where all are.

    `has_events`: the route takes events, so none may be hidden in another value.
    """
    return next(_oddities(form, has_events=has_events), None)


def _oddities(form: MultiDict[str, str], *, has_events: bool) -> Iterator[str]:
    yield from (name for name in READ if len(form.getlist(name)) > 1)
    yield from (name for name, shape in REQUIRED.items() if not shape.fullmatch(form.get(name, "")))
    yield from (name for name, shape in OPTIONAL.items() if name in form and not shape.fullmatch(form[name]))
    if has_events:
        yield from (found.lastgroup or "" for value in _values(form) if (found := HIDDEN.fullmatch(value)))


def _values(form: MultiDict[str, str]) -> Iterator[str]:
    return (value for _, values in form.lists() for value in values)
