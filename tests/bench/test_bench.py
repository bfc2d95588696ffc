"""What is measured is what is meant: whole calls, the same for all targets, counted and compared rightly."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from ivr import wiring
from ivr.voice.tokens import Codec
from tests.bench.calling import called
from tests.bench.generator import generate
from tests.bench.processes import cpu_seconds, memory
from tests.bench.rounds import Traffic
from tests.bench.script import SCRIPTS, TALKATIVE, Script
from tests.bench.targets import Bench
from tests.bench.timing import timings

pytestmark = [pytest.mark.xdist_group("bench"), pytest.mark.server]  # one service for all of them


@pytest.mark.parametrize("script", [*SCRIPTS, TALKATIVE], ids=lambda script: script.name)
def test_a_call_to_the_service_passes_through_the_states_it_is_meant_to(
    bench: Bench, parts: wiring.Parts, script: Script
) -> None:
    posts = [post for post, _ in called(bench.service, script)]
    tokens = [post.path.partition("?t=")[2] for post in posts if "?t=" in post.path]
    states = [Codec(parts.cipher).read(token).state.tag for token in tokens]
    assert (*states, "Goodbye") == script.states


@pytest.mark.parametrize(("script", "name"), list(product(SCRIPTS, ["constant", "ordinary"])))
def test_the_same_call_comes_to_its_end_at_a_yardstick(bench: Bench, script: Script, name: str) -> None:
    exchanges = list(called(bench.yardsticks[name], script))
    assert len(exchanges) == len(script.acts) + 2  # the greeting before them, the report of the end after them


def test_rounds_are_as_many_for_each_target_and_timings_for_each_kind(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bench.rounds.SECONDS", 0.2)
    monkeypatch.setattr("tests.bench.rounds.WARM_UP", 0.1)
    monkeypatch.setattr("tests.bench.rounds.ROUNDS", 1)
    with ThreadPoolExecutor(1) as generator:
        measured = Traffic(bench, generator).measured()
    assert {name: len(pairs) for name, pairs in measured.items()} == dict.fromkeys(bench.yardsticks, 1)
    assert all(figures["turns/s"] > 0 for pairs in measured.values() for pair in pairs for figures in pair.values())
    assert all(pair["ordinary"]["CPU µs/turn generator"] > 0 for pair in measured["ordinary"])
    known, unknown = timings(bench.service.line, samples=3)
    assert (len(known), len(unknown)) == (3, 3)


def test_a_process_has_cost_time_and_takes_memory(bench: Bench) -> None:
    workers = bench.service.workers
    assert len(workers) == 2
    before = cpu_seconds(workers)
    generate(bench.service, 0.3, seed=2)
    assert cpu_seconds(workers) > before
    assert memory(workers[0])["rss"] > memory(workers[0])["pss"] > 1
