"""Can a caller tell from the time alone whether an identifier is known? One turn after another, nothing else running.

The measure is the area under the ROC curve: how often a turn of somebody known takes longer than one of somebody
unknown. 0.50 is a coin; see Fawcett, "An introduction to ROC analysis", 2006, section 7.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from time import perf_counter

from ivr.phone.line import Line
from tests.bench.call import play
from tests.bench.connection import Connection
from tests.bench.generator import CALLERS
from tests.bench.people import crowd
from tests.bench.script import CUSTOMER

SAMPLES = 2000  # of each kind


def timings(line: Line, samples: int = SAMPLES) -> tuple[list[float], list[float]]:
    """Seconds that the identifier's turn takes: of known people, of unknown ones."""
    people = crowd()
    numbers = {True: cycle(people.known), False: cycle(people.nobodies)}
    order = [True, False] * samples
    random.Random(0).shuffle(order)  # noqa: S311 - what one turn leaves behind meets both kinds alike
    taken: dict[bool, list[float]] = {True: [], False: []}
    with closing(Connection(line)) as connection:
        for place, is_known in enumerate(order):
            caller = CALLERS[place % len(CALLERS)]
            taken[is_known].append(_identified(connection, line, caller, next(numbers[is_known])))
    return taken[True], taken[False]


def _identified(connection: Connection, line: Line, caller: str, digits: str) -> float:
    """A call of its own, of which no more is played than the greeting and this turn."""
    call = play(line, CUSTOMER, caller, lambda _: digits, lambda *_: "")
    greeting = next(call)
    assert greeting
    turn = call.send(connection.ask(greeting))
    assert turn
    begun = perf_counter()
    connection.ask(turn)
    return perf_counter() - begun


def area_under_curve(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Of all pairs the share in which the positive one is the greater, ties counted half (Mann and Whitney)."""
    ordered = sorted(negatives)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in positives) / 2
    return wins / (len(positives) * len(negatives))
