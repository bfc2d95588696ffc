"""What the bench makes of its figures."""

from twilio.request_validator import RequestValidator

from tests.bench import report
from tests.bench.call import sign
from tests.bench.rounds import Pair
from tests.bench.timing import area_under_curve


def test_calls_are_signed_as_the_carriers_library_signs_them() -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-security"""
    url, params = "https://line.example/voice/turn?t=abc", {"To": "+46101740600", "CallSid": "CA1", "Digits": ""}
    assert sign(url, params, "secret") == RequestValidator("secret").compute_signature(url, params)


def test_the_area_under_the_curve_is_the_share_of_pairs_won() -> None:
    assert area_under_curve([3, 4], [1, 2]) == 1.0
    assert area_under_curve([1, 2], [3, 4]) == 0.0
    assert area_under_curve([5, 5], [5, 5]) == 0.5
    assert area_under_curve([1, 3], [2, 3]) == (0 + 0 + 1 + 0.5) / 4


def figures(turns: float, cpu: float = 1.0) -> dict[str, float]:
    return dict.fromkeys(report.RATIOS, 1.0) | {"turns/s": turns, "CPU µs/turn": cpu, "rss MB": 106.0, "pss MB": 60.0}


def pairs(name: str, *turns: tuple[float, float]) -> list[Pair]:
    return [{"service": figures(ours, cpu=7.7), name: figures(theirs)} for ours, theirs in turns]


MEASURED = {
    "constant": pairs("constant", (150, 1000), (600, 2000), (160, 1000)),
    "plain": pairs("plain", (80, 100), (300, 400), (90, 100)),
    "ordinary": pairs("ordinary", (230, 100), (250, 100), (220, 100)),
}


def test_ratios_are_of_the_rounds_that_ran_side_by_side() -> None:
    assert report.ratios(MEASURED, "constant")["turns/s"] == report.Spread(0.16, 0.15, 0.3)
    assert report.ratios(MEASURED, "plain")["turns/s"] == report.Spread(0.8, 0.75, 0.9)


def test_each_target_is_judged() -> None:
    held = [line.partition(" ")[0] for line in report.verdicts("sqlite", MEASURED, auc=0.531)]
    assert held == ["holds", "MISSED", "holds", "MISSED", "MISSED", "holds", "MISSED"]


def test_the_noise_of_the_machine_is_how_far_rounds_of_the_constant_lie_apart() -> None:
    assert report.noise(MEASURED).endswith("turns/s 100%, CPU µs/turn 0%")


def test_what_has_changed_since_the_last_time_is_told() -> None:
    lines = list(report.changes({"plain": {"turns/s": 0.64}}, report.medians(MEASURED)))
    assert lines == ["turns/s / plain: 0.64 → 0.8 (+25%)"]
