"""How many codes somebody guesses who knows all customers, and what the limits make of that.

A guess counts only where a code was handed over, so it takes a message that left: as many codes a day as messages may
leave, and for each as many tries as are left for it. Where the attacker's own sources end earlier, they decide.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from domain.requests import CheckCode, CodeAccepted, CodeSent
from domain.verification import CODE_LENGTH, VerificationLimits
from tests.domain.line import Caller, Line

HOURS = 24


@dataclass(frozen=True)
class Attacker:
    """Calls from this many numbers, from withheld ones where `hides`, and asks through this many clients' tokens."""

    numbers: float
    hides: bool = True
    clients: int = 1

    def guesses(self, limits: VerificationLimits) -> float:
        """Within a day, before every source is spent."""
        return (
            self.numbers * limits.wrong_codes_per_caller
            + self.hides * limits.wrong_codes_withheld
            + self.clients * limits.wrong_codes_per_client
        )


ANYBODY = Attacker(numbers=math.inf)
"""Shows another number in each call."""


def guesses_a_day(attacker: Attacker, limits: VerificationLimits) -> float:
    """Guesses at codes that were handed over. Until the alarm each has all tries of a call, then one."""
    codes = HOURS * limits.codes_in_all
    until_alarm = min(limits.wrong_codes_alarm, codes * limits.wrong_codes_per_call)
    afterwards = codes - until_alarm / limits.wrong_codes_per_call
    return min(attacker.guesses(limits), until_alarm + afterwards)


def right_codes_a_day(attacker: Attacker, limits: VerificationLimits, codes: int = 10**CODE_LENGTH) -> float:
    """Return how many of them are expected to be right, of so many possible codes."""
    return guesses_a_day(attacker, limits) / codes


@dataclass(frozen=True)
class FewCodes:
    """Codes that are easy to guess: `domain.ports.Codes` with so many different ones."""

    count: int
    random: Random

    def new(self) -> str:
        return f"{self.random.randrange(self.count):0{CODE_LENGTH}}"

    def mac(self, challenge: str, code: str) -> bytes:
        return f"{challenge}:{code}".encode()

    def macs(self, challenge: str, code: str) -> tuple[bytes, ...]:
        return (self.mac(challenge, code),)


def attack_for_a_day(line: Line, identifiers: Sequence[str], numbers: Iterator[str | None]) -> int:
    """Call as often as the limits let a call begin, hour by hour, and guess in each; return the codes that were right.

    `identifiers` are of customers, a fresh one for each call; `numbers` what each call shows.
    """
    right = 0
    for hour in range(HOURS):
        for number, identifier in enumerate(identifiers):
            right += _guessed(line, line.call(f"{hour}-{number}", next(numbers)), identifier)
        line.clock.advance(timedelta(hours=1, seconds=1))
    return right


def _guessed(line: Line, caller: Caller, identifier: str) -> bool:
    if not isinstance(caller.identifies_as(identifier), CodeSent):
        return False
    for _ in range(3):
        answer = caller.asks(CheckCode(caller.challenge, line.desk.codes.new()))
        if isinstance(answer, CodeAccepted):
            return True
    return False
