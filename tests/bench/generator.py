"""The process that makes the calls; what it is sent names no objects of the process that measures."""

import random
from collections.abc import Callable, Mapping
from functools import cache
from itertools import cycle

from ivr import wiring
from ivr.config import load_settings
from ivr.phone.line import Line
from tests.bench.call import Call, play
from tests.bench.codes import SentCodes
from tests.bench.people import crowd
from tests.bench.script import MIX
from tests.bench.traffic import Played, traffic
from tests.bench.yardsticks.plain import CODE

CALLERS = tuple(f"+467017406{number:02}" for number in range(5, 100))  # numbers for fiction


def generate(line: Line, env: Mapping[str, str] | None, seconds: float, seed: int) -> Played:
    """One round of traffic; `env` finds the service whose codes are read, None where every code is the same."""
    chance = random.Random(seed)  # noqa: S311 - the same calls in each run
    sent = _sent_codes(tuple(env.items())) if env else None

    def new_call() -> Call:
        return _call(line, sent, chance)

    return traffic(line, new_call, seconds)


@cache
def _identifiers() -> Mapping[str, Callable[[], str]]:
    """Each in turn: nobody calls twice at once."""
    people = crowd()
    kinds = {"{customer}": people.customers, "{applicant}": people.applicants, "{nobody}": people.nobodies}
    return {kind: cycle(numbers).__next__ for kind, numbers in kinds.items()}


def _call(line: Line, sent: SentCodes | None, chance: random.Random) -> Call:
    chosen: list[str] = []

    def identifier(kind: str) -> str:
        chosen.append(_identifiers()[kind]())
        return chosen[-1]

    def code(call_sid: str, turn: int) -> str:
        return sent.newest(call_sid, turn, crowd_phones()[chosen[-1]]) if sent else CODE

    return play(line, chance.choice(MIX), chance.choice(CALLERS), identifier, code)


@cache
def crowd_phones() -> Mapping[str, str]:
    return crowd().phones


@cache
def _sent_codes(env: tuple[tuple[str, str], ...]) -> SentCodes:
    return SentCodes(wiring.parts(load_settings(dict(env))))
