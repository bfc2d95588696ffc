"""What is counted outlives the process that counted it, and not the service."""

import os
import signal

from tests.service import WEB, Service, running_service, until
from tests.test_metrics import caller, numbers_in, total


def test_a_killed_worker_takes_no_count_along_and_a_new_start_counts_from_zero(victim: Service) -> None:
    caller(victim).dials_in("en-GB").hangs_up()
    for worker in victim.pids()["web workers"]:
        os.kill(worker, signal.SIGKILL)
    until(lambda: len(victim.pids()["web workers"]) == 2 and victim.ready())
    assert began(victim) == 1
    victim.stop()
    with running_service(victim.data_dir) as again:
        assert began(again) == 0


def began(service: Service) -> float:
    page = numbers_in(WEB.get(f"{service.url}/metrics").text)
    return total(page, "creditline_turns_total", 'input="began"')


def test_a_valkey_that_is_gone_is_counted(victim: Service) -> None:
    os.kill(victim.pids()["valkey"][0], signal.SIGKILL)
    until(lambda: not victim.pids()["valkey"])
    caller(victim).dials()
    assert numbers_in(WEB.get(f"{victim.url}/metrics").text)['creditline_store_failures_total{store="redis"}'] >= 1
