"""What is old goes, what is needed stays, and no round is long."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select

from domain.limits import Counted
from storage.call_streams import NUMBER_BITS
from storage.retention import COUNTERS_KEPT, INTERVAL, KEPT, LOOKED_THROUGH, Retention
from storage.tables import audit, calls, challenges, counters, event_log, idempotent_answers, outbox
from tests.domain.line import NOON
from tests.storage.between import in_between

OLD, RECENT = NOON - KEPT - timedelta(milliseconds=1), NOON - KEPT


def add(engine: Engine, table: Table, *rows: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(insert(table), list(rows))


def left(engine: Engine, table: Table, column: str) -> set[Any]:
    with engine.connect() as connection:
        return set(connection.execute(select(table.c[column])).scalars())


def a_counter(subject: bytes, until: datetime) -> dict[str, Any]:
    return {"counted": Counted.WRONG_CODES, "subject": subject, "amount": 1, "since": until, "until": until}


def a_code(call: str, sent_at: datetime) -> dict[str, Any]:
    sealed = {"claimed": b"claimed", "mac": b"mac"}
    return {"ref": f"{call}.2", "call": call, "sent_at": sent_at, "wrong_codes": 0, "is_used": False} | sealed


def an_event(call: str, at: datetime, number: int = 0) -> dict[str, Any]:
    position = round(at.timestamp() * 1000) << NUMBER_BITS | number
    return {"call": call, "position": position, "sealed": b"sealed"}


def a_message(dedupe: str, created_at: datetime, *, waits: bool = False) -> dict[str, Any]:
    return {"dedupe": dedupe, "created_at": created_at, "due_at": created_at if waits else None}


@pytest.fixture
def retention(engine: Engine) -> Retention:
    return Retention(engine)


def test_counters_go_an_hour_after_their_window_closed(engine: Engine, retention: Retention) -> None:
    closed = NOON - COUNTERS_KEPT
    a_moment = timedelta(microseconds=1)
    add(engine, counters, a_counter(b"gone", closed - a_moment), a_counter(b"kept", closed), a_counter(b"open", NOON))
    assert retention.forget_old(NOON) == 1
    assert left(engine, counters, "subject") == {b"kept", b"open"}


def test_codes_and_events_go_after_thirty_days(engine: Engine, retention: Retention) -> None:
    add(engine, challenges, a_code("old", OLD), a_code("recent", RECENT))
    add(engine, event_log, an_event("old", OLD), an_event("both", OLD), an_event("both", RECENT))
    retention.forget_old(NOON)
    assert left(engine, challenges, "call") == {"recent"}
    assert left(engine, event_log, "call") == {"both"}
    assert left(engine, event_log, "position") == {an_event("both", RECENT)["position"]}


def test_messages_go_thirty_days_after_they_were_written_unless_they_wait(engine: Engine, retention: Retention) -> None:
    kept = a_message("kept for a person", OLD) | {"body": b"sealed"}
    erased = [a_message(dedupe, at) | {"body": None} for dedupe, at in (("old", OLD), ("recent", RECENT))]
    add(engine, outbox, *erased, kept, a_message("waits", OLD, waits=True) | {"body": b"sealed"})
    retention.forget_old(NOON)
    assert left(engine, outbox, "dedupe") == {"recent", "kept for a person", "waits"}


def test_answers_to_repeated_requests_go_after_thirty_days(engine: Engine, retention: Retention) -> None:
    request = {"ledger": 501, "fingerprint": b"fingerprint", "status": 201, "body": b"sealed"}
    add(engine, idempotent_answers, request | {"key": b"old", "created_at": OLD})
    add(engine, idempotent_answers, request | {"key": b"recent", "created_at": RECENT})
    assert retention.forget_old(NOON) == 1
    assert left(engine, idempotent_answers, "key") == {b"recent"}


def test_a_call_goes_when_neither_a_code_nor_an_event_of_it_is_recent(engine: Engine, retention: Retention) -> None:
    names = ("old", "coded", "heard", "silent")
    codes = {"old": "old.2", "coded": "coded.2"}
    add(engine, calls, *({"call": name, "language": "en-GB", "challenge": codes.get(name)} for name in names))
    add(engine, challenges, a_code("old", OLD), a_code("coded", RECENT))
    add(engine, event_log, an_event("old", OLD), an_event("coded", OLD), an_event("heard", OLD))
    add(engine, event_log, an_event("heard", RECENT))
    retention.forget_old(NOON)
    assert left(engine, calls, "call") == {"coded", "heard"}


def test_the_audit_stays(engine: Engine, retention: Retention) -> None:
    told = {"call": "old", "turn": 2, "person": "berit", "level": 2, "facts": "balance", "at": OLD - KEPT}
    add(engine, audit, told)
    assert retention.forget_old(NOON) == 0
    assert left(engine, audit, "call") == {"old"}


def test_where_nothing_was_old_it_is_looked_again_after_a_minute(engine: Engine, retention: Retention) -> None:
    retention.forget_old(NOON)
    add(engine, challenges, a_code("old", OLD))
    assert retention.forget_old(NOON + INTERVAL - timedelta(microseconds=1)) == 0
    assert retention.forget_old(NOON + INTERVAL) == 1


@pytest.mark.parametrize("calls_of_events", [1, 3, LOOKED_THROUGH + 1])
def test_a_bite_is_bounded_and_the_next_goes_on_at_once_where_it_ended(
    engine: Engine, retention: Retention, calls_of_events: int
) -> None:
    add(engine, event_log, *(an_event(f"{n % calls_of_events:05}", OLD, n) for n in range(LOOKED_THROUGH + 1)))
    assert [retention.forget_old(NOON) for _ in range(3)] == [LOOKED_THROUGH, 1, 0]


def test_old_messages_are_looked_for_where_they_are(engine: Engine, retention: Retention) -> None:
    """The first ones are the oldest, so nobody looks through those that are kept."""
    add(engine, outbox, *(a_message(f"recent {n}", RECENT) for n in range(LOOKED_THROUGH)))
    add(engine, outbox, a_message("last", RECENT))
    assert retention.forget_old(NOON) == 0
    later = NOON + KEPT + INTERVAL
    assert [retention.forget_old(later) for _ in range(3)] == [LOOKED_THROUGH, 1, 0]


def test_of_two_workers_one_forgets_and_the_other_does_not_wait(engine: Engine, retention: Retention) -> None:
    add(engine, challenges, a_code("old", OLD))
    with in_between(engine, "DELETE FROM challenges", lambda other: Retention(other).forget_old(NOON)) as other:
        assert retention.forget_old(NOON) == 1
    assert other.answer == 0
    assert other.has_waited == (engine.dialect.name == "sqlite"), "whose writers come one after another"


def test_what_was_looked_at_in_time_is_looked_at_again(engine: Engine, retention: Retention) -> None:
    recent = (a_counter(b"%05d" % n, NOON) for n in range(LOOKED_THROUGH))
    add(engine, counters, *recent, a_counter(b"zzzzz", OLD))
    assert [retention.forget_old(NOON + minute * INTERVAL) for minute in range(2)] == [0, 1]
    later = NOON + COUNTERS_KEPT + INTERVAL
    assert retention.forget_old(later) == LOOKED_THROUGH
    assert left(engine, counters, "subject") == set()
