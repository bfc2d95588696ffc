"""What a request says has happened, as an event of the call's table."""

from werkzeug.datastructures import MultiDict

from ivr.dialogue.events import CallEvent, DialEnded, DialStatus, Digits, NoInput
from ivr.dialogue.states import Speaking, Transferring
from ivr.voice.twiml import Targets

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""CallStatus values after which nothing comes: https://www.twilio.com/docs/voice/twiml#callstatus-values"""


def event_in(state: Speaking, form: MultiDict[str, str], targets: Targets) -> CallEvent:
    """Of a request that was checked; `state` is where the call is."""
    if "DialCallStatus" in form:
        return DialEnded(DialStatus(form["DialCallStatus"]), is_bridged(form), _has_more(state, targets))
    keys = form.get("Digits", "")
    return Digits(keys) if keys else NoInput()


def is_bridged(form: MultiDict[str, str]) -> bool:
    return form.get("DialBridged") == "true"


def _has_more(state: Speaking, targets: Targets) -> bool:
    return isinstance(state, Transferring) and state.target + 1 < len(targets[state.queue])
