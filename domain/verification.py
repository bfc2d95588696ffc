"""Making sure who is calling: levels, one-time codes and tries.

An identifier is not authentication: it opens nothing. A code goes to the phone on record, never to the caller's number.
Unknown people get a challenge too, a decoy without a person, so that nothing tells the two apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

CODE_LENGTH = 6


class Level(IntEnum):
    """How sure we are who is calling.

    NONE: not at all. IDENTIFIED: an identifier was given, known or not. VERIFIED: a one-time code to the phone on
    record came back. STRONG: a proof bound to one agreement.
    """

    NONE = 0
    IDENTIFIED = 1
    VERIFIED = 2
    STRONG = 3


@dataclass(frozen=True)
class VerificationLimits:
    """Wrong codes are counted in SQL, per call and per code over all calls; sending a code again resets neither."""

    wrong_codes_per_call: int = 3
    wrong_codes_per_code: int = 5
    code_lifetime: timedelta = timedelta(minutes=10)
    resend_after: timedelta = timedelta(seconds=30)


@dataclass(frozen=True)
class Challenge:
    """One code for one call. `mac` authenticates the code without holding it; `person` is None for a decoy."""

    ref: str
    call: str
    person: str | None
    mac: bytes
    sent_at: datetime
    wrong_codes: int = 0
    is_used: bool = False


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    WRONG = "wrong"
    SPENT = "spent"  # whatever is keyed, this code or this call is at its end


def judge(
    challenge: Challenge, *, matches: bool, wrong_in_call: int, now: datetime, limits: VerificationLimits
) -> Verdict:
    """Of one keyed code. A decoy is never accepted; a wrong code that was the last one allowed is SPENT."""
    expired = now - challenge.sent_at > limits.code_lifetime
    wrong_in_call_left = limits.wrong_codes_per_call - wrong_in_call
    wrong_for_code_left = limits.wrong_codes_per_code - challenge.wrong_codes
    left = min(wrong_in_call_left, wrong_for_code_left)
    if challenge.is_used or expired or left <= 0:
        return Verdict.SPENT
    if matches and challenge.person is not None:
        return Verdict.ACCEPTED
    return Verdict.WRONG if left > 1 else Verdict.SPENT


def may_resend(challenge: Challenge, now: datetime, limits: VerificationLimits) -> bool:
    return now - challenge.sent_at >= limits.resend_after
