"""Making sure who is calling: levels, one-time codes and tries.

An identifier is not authentication: it opens nothing. A code goes to the phone on record, never to the caller's number.
Unknown people get a challenge too, a decoy without a person, so that nothing tells the two apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

CODE_LENGTH = 6
SIGNING_CODE_LIFETIME = timedelta(minutes=5)
SKEW = timedelta(minutes=1)  # of two machines' clocks; what was sent later than that from now was timed by a wrong one


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
    """All are counted in SQL; sending a code again resets nothing.

    Per call and per code: for good. Per caller (number), identifier, person and in all: per hour, over all calls; wrong
    codes by where they come from, and up to the alarm: per day. Each kind of message has its own, so that none eats up
    another's. `codes_from_record`: so many more for a person whose phone on record calls.
    """

    wrong_codes_per_call: int = 3
    wrong_codes_per_code: int = 5
    wrong_codes_per_person: int = 5
    wrong_codes_per_caller: int = 20
    wrong_codes_withheld: int = 5_000
    wrong_codes_per_client: int = 10_000
    wrong_codes_alarm: int = 2_000
    starts_per_call: int = 3
    starts_per_caller: int = 10
    starts_per_identifier: int = 6
    codes_per_person: int = 3
    codes_from_record: int = 2
    codes_in_all: int = 300
    signing_codes_per_person: int = 4
    signing_codes_in_all: int = 150
    texts_per_person: int = 5
    texts_in_all: int = 200
    links_per_caller: int = 3
    links_in_all: int = 120
    call_backs_per_caller: int = 3
    call_backs_in_all: int = 100
    code_lifetime: timedelta = timedelta(minutes=10)
    resend_after: timedelta = timedelta(seconds=30)


@dataclass(frozen=True)
class Challenge:
    """One code for one call. `mac` authenticates the code without holding it; `person` is None for a decoy.

    `message`: the de-duplication key of the message that carries the code; "" where it was written to nobody.

    `agreement`: the SHA-256 (hex) of the one that it signs; None where it only verifies.

    `claimed`: a keyed hash of who the caller says to be, one for both identifiers of a person. What is counted by it
    is a secret. `keyed`: a keyed hash of the identifier that was keyed. What is counted by it may be heard: it is the
    same whether or not there is such a person.

    `sent_at`: when a code was last asked for, whether one left or not.
    """

    ref: str
    call: str
    person: str | None
    claimed: bytes
    mac: bytes
    sent_at: datetime
    wrong_codes: int = 0
    is_used: bool = False
    agreement: str | None = None
    message: str = ""
    keyed: bytes = b""

    @property
    def is_of_verified(self) -> bool:
        """Codes that sign are for callers who are verified: they may hear what is counted for their person."""
        return self.agreement is not None


@dataclass(frozen=True)
class WrongCodes:
    """Counted before this code: in its call, for its identifier and its person within the hour, from its source and in
    all within the day.

    `source_limit`: how many its source has in a day.
    """

    in_call: int
    for_identifier: int
    for_person: int
    of_source: int
    source_limit: int
    in_all: int


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    WRONG = "wrong"
    SPENT = "spent"  # whatever is keyed, this code or this call is at its end


def judge(
    challenge: Challenge,
    *,
    is_right: bool,
    wrong: WrongCodes,
    now: datetime,
    limits: VerificationLimits,
) -> Verdict:
    """Judge one keyed code; a wrong code that was the last one allowed is SPENT.

    `is_right`: it is the code that was handed over to somebody; a decoy's never is, and none of a person who has no try
    left. That person's codes are called wrong like a decoy's, so that nobody hears whose tries are used up.
    """
    expired = not -SKEW <= now - challenge.sent_at <= lifetime_of(challenge, limits)
    left = tries_left(challenge, wrong, limits)
    if challenge.is_used or expired or left <= 0:
        return Verdict.SPENT
    if is_right and wrong.for_person < limits.wrong_codes_per_person:
        return Verdict.ACCEPTED
    return Verdict.WRONG if left > 1 else Verdict.SPENT


def tries_left(challenge: Challenge, wrong: WrongCodes, limits: VerificationLimits) -> int:
    """Past the alarm a code has one try, for everybody: the line stays open, and guessing hardly pays."""
    is_alarmed = wrong.in_all >= limits.wrong_codes_alarm
    for_whom = max(wrong.for_identifier, wrong.for_person) if challenge.is_of_verified else wrong.for_identifier
    return min(
        limits.wrong_codes_per_call - wrong.in_call,
        (1 if is_alarmed else limits.wrong_codes_per_code) - challenge.wrong_codes,
        limits.wrong_codes_per_person - for_whom,
        wrong.source_limit - wrong.of_source,
    )


def lifetime_of(challenge: Challenge, limits: VerificationLimits) -> timedelta:
    """A code that signs is to be fresh."""
    return limits.code_lifetime if challenge.agreement is None else min(limits.code_lifetime, SIGNING_CODE_LIFETIME)


def may_resend(challenge: Challenge, now: datetime, limits: VerificationLimits) -> bool:
    return abs(now - challenge.sent_at) >= limits.resend_after
