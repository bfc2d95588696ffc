"""The disk is full: no process ends of it, callers reach a person, and when there is room again all is as ever."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.acts import FIGURES, caller_of, never_failed, play, reaches_a_person
from tests.faults.disks import Disk, disk
from tests.phone.caller import Person
from tests.service import MANY_CALLS, WEB, Service, running_service, until

CALLS = 6


@pytest.fixture
def small() -> Iterator[Disk]:
    with TemporaryDirectory(prefix="disk-") as folder, disk(Path(folder)) as made:
        yield made


@pytest.fixture
def service(small: Disk) -> Iterator[Service]:
    """Everything that it writes is on that disk: database, session store, log and counts."""
    with running_service(small.folder / "data", **MANY_CALLS) as running:
        yield running


def plays_all(person: Person) -> bool:
    return all(play(person, act) for act in FIGURES)


def test_a_full_disk_ends_no_process_and_no_call_and_is_got_over(service: Service, small: Disk) -> None:
    assert plays_all(caller_of(service).dials())
    pids = service.pids()
    ours = [pid for name, group in pids.items() if name != "valkey" for pid in group]
    with small.full(ours):
        callers = [caller_of(service).dials() for _ in range(CALLS)]
        assert not any(plays_all(person) for person in callers)
        assert all(reaches_a_person(person) for person in callers)
        assert all(never_failed(person) for person in callers)
        until(lambda: "creditline_counts_not_written_total 0.0" not in WEB.get(f"{service.url}/metrics").text)
        assert service.ready()
    assert service.pids() == pids
    until(lambda: plays_all(caller_of(service).dials()))
    until(lambda: service.faults().keys() <= {"disk"})  # it is a small one
    assert service.pids() == pids
