"""What the open loop came to, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.bench.open_loop import CALL_SECONDS, CALL_TURNS, MOST_P99, SHARE, Waits
from tests.bench.report import table


def lines(rate: float, waits: Mapping[str, Waits], carried: Mapping[str, Any]) -> Iterator[str]:
    yield f"open loop, {rate:.0f} calls/s: {SHARE:.0%} of the closed loop's turns"
    yield from table({part: {name: f"{value:.3g}" for name, value in wait.items()} for part, wait in waits.items()})
    limit = f"p99 below {MOST_P99 * 1000:.0f} ms"
    yield f"\ncarried: {carried['calls']:.0f} calls at once of {CALL_SECONDS:.0f} s and {CALL_TURNS} turns, {limit}"
    for tried in carried["tried"]:
        yield f"  {_told(tried)}"
    if carried["at full length"]:
        yield f"  {_told(carried['at full length'])}, at full length"


def _told(tried: Mapping[str, Any]) -> str:
    return f"{tried['calls']:6.0f} calls: p99 {tried['p99'] * 1000:.0f} ms, {tried['failed']} failed"
