"""Calls by many at once: in a closed loop as fast as they are answered, in an open one whenever they come."""

import random
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, count, repeat
from statistics import fmean

import pytest

from ivr.phone.line import Line
from tests.bench.arrivals import Load, arrivals
from tests.bench.call import Call, play
from tests.bench.calling import CALLER, FIRST
from tests.bench.generator import generate
from tests.bench.open_loop import OpenRounds, Pace
from tests.bench.script import CUSTOMER, MIX, SCRIPTS
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


def test_what_is_not_answered_has_waited_to_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        line = Line(url, url, "secret", "AC0", "+46101740600")
        load = Load(calls_per_second=0.001, pause=1.0, ramp=0.0, seconds=0.2)
        call = play(line, CUSTOMER, CALLER, FIRST.__getitem__, lambda *_: None)
        played = arrivals(line, lambda: call, load, random.Random(1))  # noqa: S311 - when calls begin
    assert [latency >= 0.2 for latency in played.all_latencies] == [True]


def test_calls_that_fail_are_counted_and_traffic_goes_on(bench: Bench) -> None:
    """Against the service with the plain webhook's code, which is wrong there: no such call comes to its end."""
    played = generate(replace(bench.service, name="plain"), 1.0, seed=1)
    assert played.failed > 0
    assert played.calls > 0


def test_in_an_open_loop_callers_wait_and_the_calls_that_are_carried_lie_between_those_tried(bench: Bench) -> None:
    pace = Pace(pause=0.02, ramp=0.5, counted=0.5)
    with ThreadPoolExecutor(1) as generator:
        rounds = OpenRounds(bench.service, generator, closed_rate=400.0)
        waits, carried = rounds.waits(pace), rounds.carried(pace, pace, steps=1)
    assert rounds.arrival_rate == 240 / fmean(len(script.states) for script in MIX)
    assert all(0 < waits[part]["p50 ms"] <= waits[part]["p99 ms"] for part in ("first document", "figures"))
    tried = {one["calls"]: one["p99"] for one in carried["tried"]}
    assert next(iter(tried)) == 1.2 * 400 * 90 / 8 / 2
    assert carried["calls"] in {0.0, *tried}
