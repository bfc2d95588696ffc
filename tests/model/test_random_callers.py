"""Thousands of random calls, each answer held against a model that was written without the table.

The same calls each time; `make soak` plays many more, and others each time.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from random import SystemRandom

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from ivr.prompts.languages import LANGUAGES
from tests.model.callers import RandomCallers
from tests.model.line import LineUnderTest

CALLS = int(os.environ.get("SOAK_CALLS", "2000"))
LINES = (LANGUAGES, *((language,) for language in LANGUAGES))
PLAYS = settings(
    max_examples=10,
    stateful_step_count=50,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def seeds() -> Iterator[int]:
    return count(SystemRandom().getrandbits(32) if "SOAK_CALLS" in os.environ else 0)


@pytest.mark.parametrize("languages", LINES, ids="+".join)
def test_random_callers(
    languages: tuple[str, ...],
    line_of: Callable[[tuple[str, ...]], LineUnderTest],
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Callers(RandomCallers):
        line = line_of(languages)

    line, each = Callers.line, seeds()
    while line.calls < CALLS / len(LINES):
        run_state_machine_as_test(seed(next(each))(Callers), settings=PLAYS)
    with capfd.disabled():
        print(
            f"\n{line.calls} random calls, {line.answers} answers: a line in {' and '.join(languages)}", file=sys.stderr
        )
