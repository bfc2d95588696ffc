"""What is measured is what is meant: whole calls, the same for all targets, counted and compared rightly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from twilio.request_validator import RequestValidator

from ivr import wiring
from ivr.config import load_settings
from ivr.voice.tokens import read_token
from tests.bench import report, targets
from tests.bench.call import Answer, Call, Post, play, sign
from tests.bench.codes import SentCodes
from tests.bench.connection import Connection
from tests.bench.generator import generate
from tests.bench.people import crowd
from tests.bench.processes import cpu_seconds, memory
from tests.bench.rounds import Traffic
from tests.bench.script import SCRIPTS, Script
from tests.bench.targets import Bench, Target
from tests.bench.timing import area_under_curve, timings
from tests.bench.yardsticks.plain import CODE

pytestmark = [pytest.mark.xdist_group("bench"), pytest.mark.server]  # one service for all of them

CALLER = "+46701740680"
FIRST = {"{customer}": crowd().customers[0], "{applicant}": crowd().applicants[0], "{nobody}": crowd().nobodies[0]}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with TemporaryDirectory(prefix="bench-") as folder, targets.running(Path(folder) / "service") as found:
        yield found


@pytest.fixture(scope="module")
def parts(bench: Bench) -> wiring.Parts:
    return wiring.parts(load_settings(bench.env))


def called(target: Target, script: Script, codes: SentCodes | None) -> Iterator[tuple[Post, Answer]]:
    """A call to its end, with what was sent and answered."""
    phone = next((crowd().phones.get(FIRST[act], "") for act in script.acts if act in FIRST), "")

    def code(call_sid: str, turn: int) -> str:
        return codes.newest(call_sid, turn, phone) if codes else CODE

    call: Call = play(target.line, script, CALLER, FIRST.__getitem__, code)
    post = next(call)
    with closing(Connection(target.line)) as connection, suppress(StopIteration):
        while True:
            answer = connection.ask(post)
            yield post, answer
            post = call.send(answer)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_call_to_the_service_passes_through_the_states_it_is_meant_to(
    bench: Bench, parts: wiring.Parts, script: Script
) -> None:
    posts = [post for post, _ in called(bench.targets[-1], script, SentCodes(parts))]
    tokens = [post.path.partition("?t=")[2] for post in posts if "?t=" in post.path]
    states = [read_token(token, parts.cipher).position.kind for token in tokens]
    assert (*states, "Goodbye") == script.states


@pytest.mark.parametrize(("script", "place"), list(product(SCRIPTS, (0, 1))))
def test_the_same_call_comes_to_its_end_at_both_yardsticks(bench: Bench, script: Script, place: int) -> None:
    exchanges = list(called(bench.targets[place], script, None))
    assert len(exchanges) == len(script.acts) + 2  # the greeting before them, the report of the end after them


def test_the_plain_webhook_refuses_what_was_not_signed(bench: Bench) -> None:
    plain = bench.targets[1]
    assert plain.name == "plain"
    with closing(Connection(plain.line)) as connection:
        assert connection.ask(Post("/voice/incoming", b"CallSid=CA0", "forged")).status == 403


def test_calls_are_signed_as_the_carriers_library_signs_them() -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-security"""
    url, params = "https://line.example/voice/turn?t=abc", {"To": "+46101740600", "CallSid": "CA1", "Digits": ""}
    assert sign(url, params, "secret") == RequestValidator("secret").compute_signature(url, params)


def test_a_round_counts_turns_of_whole_calls_and_no_failure(bench: Bench) -> None:
    played = generate(bench.targets[0].line, None, 0.3, seed=1)
    shortest, longest = min(len(s.states) for s in SCRIPTS), max(len(s.states) for s in SCRIPTS)
    assert played.failed == 0
    assert played.calls * shortest <= played.turns <= (played.calls + 16) * longest
    assert 0 < len(played.latencies) <= played.turns


def test_calls_that_fail_are_counted_and_traffic_goes_on(bench: Bench) -> None:
    """Against the service with the plain webhook's code, which is wrong there: no such call comes to its end."""
    played = generate(bench.targets[-1].line, None, 2.0, seed=1)
    assert played.failed > 0
    assert played.calls > 0


def test_rounds_are_as_many_for_each_target_and_timings_for_each_kind(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bench.rounds.SECONDS", 0.2)
    monkeypatch.setattr("tests.bench.rounds.ROUNDS", 2)
    with ThreadPoolExecutor(1) as generator:
        measured = Traffic(bench, generator).measured()
    assert {name: len(rounds) for name, rounds in measured.items()} == {"constant": 2, "plain": 2, "service": 2}
    assert all(figures["turns/s"] > 0 for rounds in measured.values() for figures in rounds)
    known, unknown = timings(bench.targets[-1].line, samples=3)
    assert (len(known), len(unknown)) == (3, 3)


def test_the_area_under_the_curve_is_the_share_of_pairs_won() -> None:
    assert area_under_curve([3, 4], [1, 2]) == 1.0
    assert area_under_curve([1, 2], [3, 4]) == 0.0
    assert area_under_curve([5, 5], [5, 5]) == 0.5
    assert area_under_curve([1, 3], [2, 3]) == (0 + 0 + 1 + 0.5) / 4


def figures(turns: float) -> dict[str, float]:
    return dict.fromkeys((*report.RATIOS, "rss MB"), 1.0) | {"turns/s": turns, "rss MB": 111.0, "pss MB": 110.0}


MEASURED = {
    "constant": [figures(1000), figures(2000), figures(1000)],
    "plain": [figures(100), figures(400), figures(100)],
    "service": [figures(150), figures(600), figures(160)],
}


def test_ratios_are_of_the_rounds_that_ran_side_by_side() -> None:
    assert report.ratios(MEASURED, "constant")["turns/s"] == report.Spread(0.16, 0.15, 0.3)
    assert report.ratios(MEASURED, "plain")["turns/s"] == report.Spread(1.5, 1.5, 1.6)


def test_each_target_is_judged() -> None:
    held = [line.partition(" ")[0] for line in report.verdicts("sqlite", MEASURED, auc=0.531)]
    assert held == ["holds", "MISSED", "MISSED", "holds", "MISSED"]


def test_what_has_changed_since_the_last_time_is_told() -> None:
    lines = list(report.changes({"plain": {"turns/s": 1.2}}, report.medians(MEASURED)))
    assert lines == ["turns/s / plain: 1.2 → 1.5 (+25%)"]


def test_a_process_has_cost_time_and_takes_memory(bench: Bench) -> None:
    workers = bench.targets[-1].workers
    assert len(workers) == 2
    before = cpu_seconds(workers)
    generate(bench.targets[-1].line, bench.env, 0.3, seed=2)
    assert cpu_seconds(workers) > before
    assert memory(workers[0])["rss"] > memory(workers[0])["pss"] > 1
