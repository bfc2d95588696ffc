"""Redis is lost: in mid-call, at every turn, and for good. Issue 3: the call goes on, at worst one step back."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.acts import FIGURES, NOT_VERIFIED, Act, caller_of, goes_on, never_failed, play, reaches_a_person
from tests.faults.valkey import Valkey
from tests.service import MANY_CALLS, Service, running_service, until

SCRIPTS = {"figures": FIGURES, "not verified": NOT_VERIFIED}
EVERY_TURN = [
    pytest.param(acts, turn, id=f"{name} {turn}") for name, acts in SCRIPTS.items() for turn in range(len(acts))
]


@pytest.fixture(scope="module")
def started() -> Iterator[Valkey]:
    with TemporaryDirectory(prefix="valkey-") as folder:
        valkey = Valkey(Path(folder))
        valkey.start()
        yield valkey
        valkey.kill()


@pytest.fixture(scope="module")
def service(started: Valkey) -> Iterator[Service]:
    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", REDIS_URL=started.url, **MANY_CALLS) as running,
    ):
        yield running


@pytest.fixture
def valkey(started: Valkey) -> Iterator[Valkey]:
    """Whatever a test did to it, it serves the next one."""
    yield started
    started.kill()
    started.start_empty()


@pytest.mark.parametrize(("acts", "turn"), EVERY_TURN)
def test_killed_before_a_turn_and_started_empty_the_call_goes_on(
    service: Service, valkey: Valkey, acts: tuple[Act, ...], turn: int
) -> None:
    person = caller_of(service).dials()
    for number, act in enumerate(acts):
        if number == turn:
            valkey.kill()
            valkey.start_empty()
        assert goes_on(person, act), f"after {act}: {person.heard}"
    assert person.ended
    assert never_failed(person)


@pytest.mark.parametrize("acts", SCRIPTS.values(), ids=SCRIPTS)
def test_killed_and_started_empty_before_every_turn_the_call_goes_on(
    service: Service, valkey: Valkey, acts: tuple[Act, ...]
) -> None:
    person = caller_of(service).dials()
    for act in acts:
        valkey.kill()
        valkey.start_empty()
        assert goes_on(person, act), f"after {act}: {person.heard}"
    assert never_failed(person)


@pytest.mark.parametrize(("acts", "turn"), EVERY_TURN)
def test_stopped_for_good_at_a_turn_the_call_goes_on_without_it(
    service: Service, valkey: Valkey, acts: tuple[Act, ...], turn: int
) -> None:
    person = caller_of(service).dials()
    for number, act in enumerate(acts):
        if number == turn:
            valkey.kill()
        assert goes_on(person, act), f"after {act}: {person.heard}"
    assert never_failed(person)


def test_a_redis_that_says_nothing_is_no_silence_on_the_line(service: Service, valkey: Valkey) -> None:
    with valkey.mute():
        person = caller_of(service).dials()
        assert all(goes_on(person, act) for act in FIGURES)
    assert never_failed(person)


def test_a_transfer_goes_on_when_redis_is_lost_while_it_rings(service: Service, valkey: Valkey) -> None:
    """The whisper, its key and the end of the dial: all without a session."""
    person = caller_of(service).dials()
    play(person, FIGURES[0])
    valkey.kill()
    assert reaches_a_person(person)
    person.hears("thank you for calling")


def test_a_service_whose_redis_is_gone_says_that_it_is_degraded(service: Service, valkey: Valkey) -> None:
    valkey.kill()
    until(lambda: service.faults() == {"redis": "it does not answer"})
    assert service.ready()
