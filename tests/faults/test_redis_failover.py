"""Redis fails over in the middle of a hundred calls: every call ends well, and soon everything is stored again."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.acts import NOT_VERIFIED, caller_of, goes_on, never_failed, reaches_a_person
from tests.phone.caller import Person
from tests.redis_fleets import Fleet, a_cluster, behind_one_address, known_to_sentinels
from tests.service import MANY_CALLS, WEB, Service, running_service, until

CALLS, AT_ONCE = 100, 6
FEW = 12  # calls, on several streams
SOON = 10.0  # seconds

Fleets = Callable[[Path], AbstractContextManager[Fleet]]


@pytest.fixture(params=[behind_one_address, known_to_sentinels, a_cluster])
def fleet(request: pytest.FixtureRequest) -> Iterator[Fleet]:
    started: Fleets = request.param
    with TemporaryDirectory(prefix="fleet-") as folder, started(Path(folder)) as running:
        yield running


@pytest.fixture
def failing_service(fleet: Fleet) -> Iterator[Service]:
    with (
        TemporaryDirectory(prefix="credit-") as folder,
        running_service(Path(folder) / "data", REDIS_URL=fleet.url, **MANY_CALLS) as running,
    ):
        yield running


def test_every_call_ends_well_and_ten_seconds_later_everything_is_stored_again(
    failing_service: Service, fleet: Fleet
) -> None:
    done = count()
    with ThreadPoolExecutor(AT_ONCE) as callers:
        calls = [callers.submit(lambda: (play_out(failing_service), next(done))) for _ in range(CALLS)]
        until(lambda: sum(call.done() for call in calls) > CALLS // 4)
        fleet.fail_over()
        until(lambda: loses_nothing(failing_service), within=SOON)
    for person, _ in (call.result() for call in calls):
        assert never_failed(person)
    until(lambda: metric(failing_service, "creditline_event_log_waiting") == 0, within=SOON)
    until(lambda: WEB.get(f"{failing_service.url}/readyz").json()["status"] == "ready", within=SOON)


def play_out(service: Service) -> Person:
    """To its end, at worst one step back, or to a person where it does not go on."""
    person = caller_of(service).dials()
    went_on = all(goes_on(person, act) for act in NOT_VERIFIED)
    assert (went_on and person.ended) or reaches_a_person(person), person.heard_in_all
    return person


def loses_nothing(service: Service) -> bool:
    """A few calls more; or those that are under way."""
    before = not_stored(service)
    for _ in range(FEW):
        caller_of(service).dials().enters("1")
    return not_stored(service) == before


def not_stored(service: Service) -> float:
    return metric(service, r'creditline_store_failures_total{store="redis"}')


def metric(service: Service, name: str) -> float:
    page = WEB.get(f"{service.url}/metrics").text
    return sum(float(value) for value in re.findall(rf"^{name} (\S+)$", page, re.MULTILINE))
