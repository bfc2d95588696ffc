"""One inbound call from its first ring to the report of its end."""

import contextlib
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from ivr.phone.agents import Agents, Outcome
from ivr.phone.carrier import Carrier
from ivr.phone.clock import Clock
from ivr.phone.errors import CallFailed, HungUp, PhoneError
from ivr.phone.leg import Go, Leg, new_call_sid
from ivr.phone.line import Line
from ivr.phone.log import Entry, Log, Who
from ivr.phone.verbs import VERBS
from ivr.voice.schema import CALL

INCOMING, STATUS, FALLBACK = "/voice/incoming", "/voice/status", "/voice/fallback"


class Call:
    def __init__(
        self, line: Line, number: str, outcomes: Sequence[Outcome], listener: Callable[[Entry], None] | None
    ) -> None:
        self.line = line
        self.clock = Clock()
        self.log = Log(self.clock, listener)
        self.carrier = Carrier(line)
        self.params = _params(line, number)
        fallback = line.route(FALLBACK)
        self.leg = Leg(self.carrier, self.log, self.params, VERBS, CALL, Who.LINE, Agents(outcomes), fallback)

    def run(self) -> Generator[None, str, None]:
        """Yields whenever the line waits for keys; ends with the call, also when HungUp is thrown in."""
        try:
            yield from self.leg.run(Go(self.line.route(INCOMING), {"CallStatus": "ringing"}))
        except CallFailed:
            with contextlib.suppress(PhoneError):
                self._report("failed")
            raise
        except HungUp:
            self.log.noted(Who.CARRIER, "you hang up")
        else:
            self.log.noted(Who.CARRIER, "the line hangs up")
        self._report("completed")

    def _report(self, status: str) -> None:
        """The status callback: https://www.twilio.com/docs/voice/twiml#callstatus-values"""
        told = {
            "CallStatus": status,
            "CallDuration": str(round(self.clock.now)),
            "Timestamp": format_datetime(datetime.now(UTC)),
            "SequenceNumber": "0",
            "CallbackSource": "call-progress-events",
        }
        self.carrier.report(self.line.route(STATUS), {**self.params, **told})


def _params(line: Line, number: str) -> dict[str, str]:
    """What Twilio sends with every request: https://www.twilio.com/docs/voice/twiml#request-parameters"""
    return {
        "CallSid": new_call_sid(),
        "AccountSid": line.account_sid,
        "From": number,
        "To": line.number,
        "Caller": number,
        "Called": line.number,
        "CallStatus": "in-progress",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
    }
