"""A thread of its own looks at the stores: at once, again and again, and nobody who asks waits for it."""

from dataclasses import dataclass, field
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from domain.errors import Unavailable
from ivr import looks
from ivr.looks import LATE, LastAnswer, Looks
from tests.service import PATIENCE, until


@dataclass
class Store:
    """What waits in it, unless it is down."""

    now: float = 100.0
    waiting: int = 7
    is_down: bool = False

    def __post_init__(self) -> None:
        self.known = LastAnswer(self.ask, lambda: self.now)

    def ask(self) -> int:
        if self.is_down:
            raise Unavailable("down")
        return self.waiting


def test_what_was_found_last_is_told_until_the_next_look() -> None:
    store = Store()
    store.known.look()
    store.waiting = 8
    assert store.known.last() == 7
    store.known.look()
    assert store.known.last() == 8


def test_what_nobody_has_looked_at_is_not_known() -> None:
    with pytest.raises(Unavailable):
        Store().known.last()


def test_a_store_that_has_gone_down_is_not_spoken_of_as_it_was() -> None:
    store = Store()
    store.known.look()
    store.is_down = True
    store.known.look()
    with pytest.raises(Unavailable):
        store.known.last()


def test_what_was_found_too_long_ago_is_not_known_any_more() -> None:
    store = Store()
    store.known.look()
    store.now += LATE
    assert store.known.last() == 7
    store.now += 1
    with pytest.raises(Unavailable):
        store.known.last()


@dataclass
class Watched:
    """Looked at by a thread of its own, until it is told to stop."""

    hangs: bool = False
    runs: int = 0
    may_end: Event = field(default_factory=Event)

    def look(self) -> None:
        self.runs += 1
        if self.hangs:
            self.may_end.wait(PATIENCE)


def test_a_web_worker_begins_with_what_the_first_look_has_found() -> None:
    watched, ended = Watched(), Event()
    Looks((watched.look,)).begin(ended)
    ended.set()
    assert watched.runs == 1


def test_a_first_look_that_hangs_holds_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "FIRST", 0.0)
    watched, ended = Watched(hangs=True), Event()
    Looks((watched.look,)).begin(ended)
    ended.set()
    watched.may_end.set()


def test_looks_go_on_until_the_worker_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "EVERY", 0.0)
    watched, ended = Watched(), Event()
    Looks((watched.look,)).begin(ended)
    until(lambda: watched.runs > 2)
    ended.set()
    until(lambda: looks.THREAD not in {thread.name for thread in enumerate_threads()})
