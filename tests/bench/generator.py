"""The process that makes the calls; what it is sent names no objects of the process that measures."""

import random
from collections.abc import Callable, Mapping
from functools import cache
from itertools import cycle

from ivr.web import descriptors
from tests.bench.arrivals import Load, arrivals
from tests.bench.call import Call, play
from tests.bench.codes import codes_of
from tests.bench.exchange import Played
from tests.bench.people import crowd
from tests.bench.script import MIX, Script
from tests.bench.targets import Target
from tests.bench.traffic import traffic

MOST_OPEN = 8192
CALLERS = tuple(f"+467017406{number:02}" for number in range(5, 100))  # numbers for fiction


def generate(target: Target, seconds: float, seed: int) -> Played:
    """One round of a closed loop."""
    return traffic(target.line, _new_call(target, MIX, _chance(seed)), seconds)


def arrive(target: Target, scripts: tuple[Script, ...], load: Load, seed: int) -> Played:
    """One round of an open loop. Where the line is too slow for it requests pile up, and each is an open file."""
    descriptors.raise_limit(min(MOST_OPEN, descriptors.highest_limit()))
    chance = _chance(seed)
    return arrivals(target.line, _new_call(target, scripts, chance), load, chance)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same calls in each run


@cache
def _identifiers() -> Mapping[str, Callable[[], str]]:
    """Each in turn: nobody calls twice at once, unless there are more calls than people."""
    people = crowd()
    kinds = {"{customer}": people.customers, "{applicant}": people.applicants, "{nobody}": people.nobodies}
    return {kind: cycle(numbers).__next__ for kind, numbers in kinds.items()}


def _new_call(target: Target, scripts: tuple[Script, ...], chance: random.Random) -> Callable[[], Call]:
    newest = codes_of(target)

    def new_call() -> Call:
        chosen: list[str] = []

        def identifier(kind: str) -> str:
            chosen.append(_identifiers()[kind]())
            return chosen[-1]

        def code(call_sid: str, turn: int) -> str | None:
            return newest(call_sid, turn, crowd_phones()[chosen[-1]])

        return play(target.line, chance.choice(scripts), chance.choice(CALLERS), identifier, code)

    return new_call


@cache
def crowd_phones() -> Mapping[str, str]:
    return crowd().phones
