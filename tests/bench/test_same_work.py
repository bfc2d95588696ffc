"""Like is compared with like: the ordinary webhook leaves what the service leaves."""

import pytest
from sqlalchemy import text

from ivr import wiring
from tests.bench.calling import called
from tests.bench.script import CUSTOMER, UNKNOWN, Script
from tests.bench.targets import Bench
from tests.service import until

pytestmark = [pytest.mark.xdist_group("bench"), pytest.mark.server]  # one service for all of them

SAME_ROWS = {
    "calls": "ordinary_calls",
    "challenges": "ordinary_challenges",
    "audit": "ordinary_audit",
    "outbox": "ordinary_outbox",
    "event_log": "ordinary_events",
    "handset_messages": "ordinary_received_texts",
}
COUNTERS = ("counters", "ordinary_counters")  # their rows are written over and over
WAITING = text(
    "SELECT (SELECT count(*) FROM outbox WHERE due_at IS NOT NULL) + "
    "(SELECT count(*) FROM ordinary_outbox WHERE sent_at IS NULL)"
)


@pytest.mark.parametrize("script", [CUSTOMER, UNKNOWN], ids=lambda script: script.name)
def test_the_ordinary_webhook_writes_as_many_rows_as_the_service(
    bench: Bench, parts: wiring.Parts, script: Script
) -> None:
    settle(parts)
    before, counted_before = rows(parts), counters(parts)
    for target in (bench.service, bench.yardsticks["ordinary"]):
        list(called(target, script))
    settle(parts)
    written = {table: count - before[table] for table, count in rows(parts).items()}
    assert {ours: written[ours] for ours in SAME_ROWS} == {ours: written[theirs] for ours, theirs in SAME_ROWS.items()}
    assert written["event_log"] == len(script.states)
    assert written["audit"] == script.states.count("CustomerMenu")
    ours, theirs = (counters(parts)[table] - counted_before[table] for table in COUNTERS)
    assert len(ours) == len(theirs) > 0


def settle(parts: wiring.Parts) -> None:
    """Wait until the background workers have done what there is to do."""

    def is_settled() -> bool:
        with parts.engine.connect() as connection:
            return not connection.execute(WAITING).scalar_one() and not parts.sessions.events(1)

    until(is_settled)


def rows(parts: wiring.Parts) -> dict[str, int]:
    counts = {table: text(f"SELECT count(*) FROM {table}") for table in (*SAME_ROWS, *SAME_ROWS.values())}  # noqa: S608
    with parts.engine.connect() as connection:
        return {table: connection.execute(count).scalar_one() for table, count in counts.items()}


def counters(parts: wiring.Parts) -> dict[str, frozenset[tuple[object, ...]]]:
    """Each row with when it was last counted on."""
    with parts.engine.connect() as connection:
        found = {table: connection.execute(text(f"SELECT * FROM {table}")) for table in COUNTERS}  # noqa: S608
        return {table: frozenset(tuple(row) for row in result) for table, result in found.items()}
