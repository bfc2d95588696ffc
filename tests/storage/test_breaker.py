"""A dead store costs its wait at the first turns only."""

from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, socket
from time import perf_counter

import pytest

from domain.errors import Unavailable
from storage.breaker import FAILURES, REST_SECONDS, Breaker
from storage.call_sessions import WAIT_SECONDS, open_sessions


class Tries:
    """A store behind a breaker; `asked` counts how often it was."""

    def __init__(self) -> None:
        self.now, self.asked, self.answers = 0.0, 0, False
        self.meanwhile: list[Callable[[], object]] = []
        self._breaker = Breaker(lambda: self.now)

    def ask(self) -> bool:
        try:
            with self._breaker.guarding():
                self.asked += 1
                if self.meanwhile:
                    self.meanwhile.pop()()
                if not self.answers:
                    raise Unavailable("down")
        except Unavailable:
            return False
        return True


@pytest.fixture
def down() -> Tries:
    tries = Tries()
    for _ in range(FAILURES):
        tries.ask()
    return tries


def test_a_store_that_fails_is_left_alone(down: Tries) -> None:
    assert not any(down.ask() for _ in range(10))
    assert down.asked == FAILURES


def test_a_store_is_asked_once_after_its_rest_and_rests_again(down: Tries) -> None:
    down.now += REST_SECONDS
    assert not any(down.ask() for _ in range(10))
    assert down.asked == FAILURES + 1


def test_whoever_is_turned_away_does_not_prolong_the_rest_of_a_store(down: Tries) -> None:
    """Else a busy line would never ask again."""
    down.answers = True
    down.now += REST_SECONDS / 2
    assert not down.ask()
    down.now += REST_SECONDS / 2
    assert down.ask()


def test_a_store_that_answers_again_is_asked_each_time(down: Tries) -> None:
    down.now, down.answers = REST_SECONDS, True
    assert all(down.ask() for _ in range(10))


def test_one_failure_between_answers_is_an_accident() -> None:
    tries = Tries()
    for tries.answers in [True, False] * 10:
        tries.ask()
    assert tries.asked == 20


def test_two_that_ask_a_store_at_once_after_its_rest_let_it_rest_again(down: Tries) -> None:
    """Nobody waits for another to try it first; whoever comes after the two is turned away."""
    down.now += REST_SECONDS
    down.meanwhile = [down.ask]
    assert not down.ask()
    assert not down.ask()
    assert down.asked == FAILURES + 2


def test_whoever_still_waits_when_the_rest_of_a_store_begins_is_answered_as_well(down: Tries) -> None:
    """It asked before, so its answer counts; the store is asked again by everybody."""
    down.now += REST_SECONDS

    def fails() -> None:
        assert not down.ask()
        down.answers = True

    down.meanwhile = [fails]
    assert down.ask()
    down.now += REST_SECONDS
    down.answers = False
    assert not down.ask()
    down.answers = True
    assert down.ask(), "one failure since its last answer is an accident"


def test_an_answer_that_is_a_fault_is_no_silence() -> None:
    """It has answered; what is wrong is the question, or what became of it here."""
    breaker = Breaker()
    for _ in range(FAILURES + 1):
        with pytest.raises(ZeroDivisionError), breaker.guarding():
            raise ZeroDivisionError


def test_a_session_store_that_says_nothing_is_waited_for_twice(tmp_path: Path) -> None:
    with socket(AF_UNIX) as mute:
        mute.bind(f"{tmp_path}/m.sock")
        mute.listen()
        sessions = open_sessions(f"unix://{tmp_path}/m.sock")
        seconds = [_seconds_to_fail(lambda: sessions.load("call")) for _ in range(20)]
    assert sum(took > WAIT_SECONDS / 2 for took in seconds) == FAILURES


def _seconds_to_fail(act: Callable[[], object]) -> float:
    before = perf_counter()
    with pytest.raises(Unavailable):
        act()
    return perf_counter() - before
