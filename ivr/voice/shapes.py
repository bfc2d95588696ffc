"""The shapes of what we read from a request; a signed parameter of another shape was not the carrier's.

The lists are those of https://www.twilio.com/docs/voice/twiml#request-parameters and of Gather's and Dial's pages.
"""

import re

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
    "To": re.compile(r"\+\d{1,15}|sip:[!-~]{1,250}", re.ASCII),
}
OPTIONAL = {
    "DialBridged": re.compile("true|false"),
    "DialCallStatus": re.compile("|".join(DialStatus)),
    "Digits": re.compile(r"[0-9*#]{0,64}"),
    "ErrorCode": re.compile(r"\d{1,6}", re.ASCII),
}
# Regrouped, `A=1&B=2` signs like `A=1B2`: an optional parameter could hide at the end of the value before it.
SWALLOWED = re.compile("(?s:.*)(?:" + "|".join(f"{name}(?:{shape.pattern})" for name, shape in OPTIONAL.items()) + ")")


def well_shaped(form: MultiDict[str, str]) -> bool:
    """Every parameter once, all that every request has, and each in the shape the carrier writes it in."""
    return (
        all(len(values) == 1 for _, values in form.lists())
        and all(shape.fullmatch(form.get(name, "")) for name, shape in REQUIRED.items())
        and all(shape.fullmatch(form[name]) for name, shape in OPTIONAL.items() if name in form)
        and not any(SWALLOWED.fullmatch(value) for value in form.values())
    )
