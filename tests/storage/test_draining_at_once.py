"""What happens while events are moved to SQL: nothing is lost, nothing is moved twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from storage import tables
from storage.call_sessions import RedisCallSessions
from storage.call_streams import WaitingEvent
from storage.event_log import drain
from tests.storage.conftest import Sessions


@dataclass
class Meanwhile:
    """A session store of which `act` comes between the look at what waits and the forgetting of it."""

    store: RedisCallSessions
    act: Callable[[], object]

    def events(self, limit: int) -> Sequence[WaitingEvent]:
        events = self.store.events(limit)
        self.act()
        return events

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        self.store.forget(events)


def as_it_is(_call: str, sealed: bytes) -> bytes:
    return sealed


def sealed(engine: Engine) -> list[bytes]:
    in_order = select(tables.event_log.c.sealed).order_by(tables.event_log.c.position)
    with engine.connect() as connection:
        return list(connection.execute(in_order).scalars())


def test_an_event_that_happens_while_others_are_moved_waits_for_the_next_time(
    redis_sessions: Sessions, engine: Engine
) -> None:
    store = redis_sessions.store
    store.save("call", 0, b"session", b"1")
    between = Meanwhile(store, lambda: store.save("call", 1, b"session", b"2"))  # type: ignore[arg-type] # it is Redis
    assert drain(between, engine, as_it_is) == 1  # type: ignore[arg-type] # all that a drain asks of it
    assert redis_sessions.log("call") == [b"2"]
    drain(store, engine, as_it_is)
    assert sealed(engine) == [b"1", b"2"]


def test_events_that_two_workers_move_at_once_are_moved_once(redis_sessions: Sessions, engine: Engine) -> None:
    store = redis_sessions.store
    for version in range(3):
        store.save("call", version, b"session", b"%d" % version)
    between = Meanwhile(store, lambda: drain(store, engine, as_it_is))  # type: ignore[arg-type] # it is Redis
    drain(between, engine, as_it_is)  # type: ignore[arg-type] # all that a drain asks of it
    assert sealed(engine) == [b"0", b"1", b"2"]
    assert store.backlog() == 0
