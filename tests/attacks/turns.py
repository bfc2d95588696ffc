"""First turns of calls, as a carrier makes them, each on a connection of its own."""

import secrets
import time
from dataclasses import dataclass
from statistics import quantiles

import httpx
from twilio.request_validator import RequestValidator

from ivr.phone.http import client
from ivr.phone.line import Line

LOST = float("inf")  # seconds of a turn without an answer in the time that Twilio waits


@dataclass(frozen=True)
class Turns:
    """`seconds` of each; LOST where no document came."""

    seconds: list[float]

    @property
    def p99(self) -> float:
        return max(self.seconds) if LOST in self.seconds else quantiles(self.seconds, n=100)[98]

    def __str__(self) -> str:
        lost = self.seconds.count(LOST)
        return f"p99 {self.p99 * 1000:.0f} ms, {lost} of {len(self.seconds)} lost"


def turns(line: Line, count: int) -> Turns:
    """One after another. After three lost ones the others count as lost, so that the end is near."""
    seconds: list[float] = []
    with client() as web:
        while len(seconds) < count and seconds.count(LOST) < LOST_ENOUGH:
            seconds.append(_turn(web, line))
    return Turns(seconds + [LOST] * (count - len(seconds)))


LOST_ENOUGH = 3


def _turn(web: httpx.Client, line: Line) -> float:
    form = {
        "CallSid": f"CA{secrets.token_hex(16)}",
        "AccountSid": line.account_sid,
        "From": "+46701740605",
        "To": line.number,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
    }
    url = line.route("/voice/incoming")
    signature = RequestValidator(line.auth_token).compute_signature(url, form)
    begun = time.perf_counter()
    try:
        answer = web.post(line.address(url), data=form, headers={"X-Twilio-Signature": signature})
    except httpx.TransportError:
        return LOST
    return time.perf_counter() - begun if answer.status_code == httpx.codes.OK else LOST
