"""Lanes that messages leave in, and how long whoever takes them may need.

What waits in one lane keeps nothing of another waiting. Senders wait as long as is said here and no longer, and a
message is claimed for longer than that (`storage.lanes`).
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from domain.messages import CODE_KEY, Channel


class Lane(StrEnum):
    CODES = "code"
    TEXTS = "text"
    MAIL = "mail"


TRIED_FOR = timedelta(days=3)  # all but codes, from when they are meant to leave; then a person decides

TEXT_STEP = 8.0  # seconds to connect, and as many for the answer; nobody on the telephone waits for it

MAIL_STEP = 300.0  # seconds, for the greeting and each command that has no time of its own
MAIL_STEPS: Mapping[str, float] = {"DATA": 120.0, "QUIT": 5.0, "RSET": 5.0}
MAIL_BLOCK = 180.0  # seconds for each block of the content
MAIL_TAKEN = 600.0  # seconds after its end: too short a time there has servers send it twice (RFC 5321, 4.5.3.2.6)
MAIL_STEPS_BEFORE = 8  # connecting, greeting, EHLO, STARTTLS, EHLO again, AUTH, MAIL, RCPT

_ONE_TEXT = timedelta(seconds=2 * TEXT_STEP)
LONGEST: Mapping[Lane, timedelta] = {
    Lane.CODES: _ONE_TEXT,
    Lane.TEXTS: 2 * _ONE_TEXT,  # it may be looked up first
    Lane.MAIL: timedelta(seconds=MAIL_STEPS_BEFORE * MAIL_STEP + sum(MAIL_STEPS.values()) + MAIL_BLOCK + MAIL_TAKEN),
}
"""One hand-over takes at most so long."""


def lane_of(key: str) -> Lane:
    """Read it from a message's key in the outbox: its channel, a colon, its `dedupe`."""
    if key.startswith(f"{Channel.EMAIL}:"):
        return Lane.MAIL
    return Lane.CODES if key.startswith(f"{Channel.TEXT}:{CODE_KEY}") else Lane.TEXTS
