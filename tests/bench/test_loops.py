"""Calls by many at once, as fast as they are answered."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count, repeat

import pytest

from tests.bench.call import Call, play
from tests.bench.calling import CALLER, FIRST
from tests.bench.generator import generate
from tests.bench.script import CUSTOMER, SCRIPTS
from tests.bench.targets import Bench
from tests.bench.traffic import traffic

pytestmark = [pytest.mark.xdist_group("bench"), pytest.mark.server]  # one service for all of them


def test_a_round_counts_turns_of_whole_calls_and_no_failure(bench: Bench) -> None:
    played = generate(bench.yardsticks["constant"], 0.3, seed=1)
    shortest, longest = min(len(s.states) for s in SCRIPTS), max(len(s.states) for s in SCRIPTS)
    assert played.failed == 0
    assert played.calls * shortest <= played.turns <= (played.calls + 16) * longest
    assert 0 < len(played.all_latencies) <= played.turns


def test_a_caller_who_waits_for_a_text_message_holds_up_nobody(bench: Bench) -> None:
    line, begun = bench.yardsticks["constant"].line, count()
    codes: Iterator[str | None] = chain([None] * 3, repeat("424242"))

    def new_call() -> Call:
        number = next(begun)
        return play(line, CUSTOMER, CALLER, FIRST.__getitem__, lambda *_: next(codes) if number == 0 else "424242")

    assert traffic(line, new_call, 0.1).calls > 16
    assert next(codes) == "424242"


def test_calls_that_fail_are_counted_and_traffic_goes_on(bench: Bench) -> None:
    """Against the service with the plain webhook's code, which is wrong there: no such call comes to its end."""
    played = generate(replace(bench.service, name="plain"), 1.0, seed=1)
    assert played.failed > 0
    assert played.calls > 0
