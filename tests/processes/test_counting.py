"""What is counted outlives the process that counted it, and not the service."""

import os
import signal

import pytest

from tests.processes.conftest import House
from tests.service import Service, until
from tests.test_metrics import caller, numbers_in, total

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("victim")]


def test_a_killed_worker_takes_no_count_along_and_a_new_start_counts_from_zero(house: House) -> None:
    victim = house.whole()
    before = began(victim)
    caller(victim).dials_in("en-GB").hangs_up()
    assert began(victim) == before + 1
    for worker in victim.pids()["web workers"]:
        os.kill(worker, signal.SIGKILL)
    until(lambda: len(victim.pids()["web workers"]) == 2 and victim.ready())
    assert began(victim) == before + 1
    victim.stop()
    assert began(house.whole()) == 0


def test_a_web_worker_that_is_told_to_stop_has_written_its_last_call(house: House) -> None:
    """What it counted in the second before."""
    victim = house.whole()
    before = began(victim)
    caller(victim).dials_in("en-GB").hangs_up()
    stopped = victim.pids()["web workers"]
    for worker in stopped:
        os.kill(worker, signal.SIGTERM)
    until(lambda: len(new := victim.pids()["web workers"]) == 2 and not set(new) & set(stopped) and victim.ready())
    assert began(victim) == before + 1


def began(service: Service) -> float:
    page = numbers_in(service.counts())
    return total(page, "creditline_turns_total", 'input="began"')
