"""Requests that come again. A signed request stays signed for ever, so whoever recorded one can bring it at any time.

Twilio gives a webhook 15 seconds, all its tries included
(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). For so long the request that a call's last
turn came from is answered as it was the first time. Anything else that is over tells nothing and moves nothing: its
document only sends the carrier, which alone can sign, to where the call is.
"""

from datetime import datetime

from ivr.voice.session import Session
from ivr.voice.tokens import Told

RETRY_SECONDS = 20
"""Some more than the carrier takes, as clocks differ."""
WHISPER_SECONDS = 60
"""From the first ring until an agent's telephone has fetched its words; it rings for a third of that."""


def may_hear(call: str, told: Told | None, session: Session, now: datetime) -> bool:
    """Whether a request whose token tells `told` may hear what `session` says. The greeting is for everybody."""
    if session.turn == 0:
        return True
    if told is None or told.call != call:
        return False
    is_last_turn = told.turn >= session.turn - 1 and _age(session, now) <= RETRY_SECONDS
    return is_last_turn or told.is_of(call, session)


def may_ring(session: Session, now: datetime) -> bool:
    """Whether an agent's telephone can still ask what the call is about."""
    return _age(session, now) <= WHISPER_SECONDS


def _age(session: Session, now: datetime) -> float:
    """Also of what the clock, set back since, has ahead of it."""
    return abs(now.timestamp() - session.at)
