"""kill -9 of each process of a running service."""

import os
import signal

import pytest

from storage import embedded
from tests.processes.conftest import House
from tests.service import PATIENCE, Service, lives, until
from tests.test_metrics import caller

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("victim")]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_a_killed_web_worker_is_replaced_and_the_service_answers(victim: Service) -> None:
    killed, other = victim.pids()["web workers"]
    kill(killed)
    until(lambda: killed not in victim.pids()["web workers"] and len(victim.pids()["web workers"]) == 2)
    assert other in victim.pids()["web workers"]
    until(victim.ready)


def test_a_killed_web_server_takes_its_workers_along_and_is_started_again(victim: Service) -> None:
    before = victim.pids()
    kill(before["web"][0])
    until(lambda: not any(map(lives, before["web workers"])))
    until(lambda: len(victim.pids()["web workers"]) == 2)
    until(victim.ready)


def test_a_killed_background_worker_is_started_again(victim: Service) -> None:
    [killed] = victim.pids()["worker"]
    kill(killed)
    until(lambda: [pid for pid in victim.pids()["worker"] if pid != killed])
    assert victim.ready()


def test_a_killed_launcher_leaves_nothing_behind_and_the_same_data_is_served_again(house: House) -> None:
    victim = house.whole()
    pids = [pid for group in victim.pids().values() for pid in group]
    assert len(pids) == 6
    kill(victim.process.pid)
    victim.process.wait(PATIENCE)
    until(lambda: not any(map(lives, pids)))
    assert house.whole().auth_token == victim.auth_token


def test_a_killed_valkey_is_started_again_and_a_call_goes_on_with_what_it_kept(victim: Service) -> None:
    person = caller(victim).dials_in("en-GB").hears("key your personal number")
    [killed] = victim.pids()["valkey"]
    assert int((victim.data_dir / "valkey.pid").read_text()) == killed
    kill(killed)
    until(lambda: [pid for pid in victim.pids()["valkey"] if pid != killed])
    assert embedded.answers(victim.data_dir, PATIENCE)
    person.enters("197207049987#").hears("a six-digit code")
    assert "session_rebuilt" not in victim.output.read_text()
