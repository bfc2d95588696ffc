"""SIGTERM and Ctrl-C: the web drains, then the worker stops, then Valkey."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from ivr.presets import WEB_WORKERS
from tests.service import PATIENCE, WEB, Service, until

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("victim")]

BODY = b"CallSid=CA00000000000000000000000000000000"
HEAD = (
    "POST /voice/incoming HTTP/1.1\r\nHost: line\r\nConnection: close\r\nExpect: 100-continue\r\n"
    f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(BODY)}\r\n\r\n"
).encode()


def stopped_in_order(service: Service) -> list[str]:
    events = [json.loads(line) for line in service.output.read_text().splitlines() if line.startswith("{")]
    return [event["child"] for event in events if event["event"] == "child_stopped"]


def web_workers_started(service: Service) -> int:
    return service.output.read_text().count("web_worker_started")


def refuses(service: Service) -> bool:
    try:
        WEB.get(f"{service.url}/healthz")
    except httpx.ConnectError:
        return True
    except httpx.TransportError:
        return False
    return False


def half_sent(service: Service) -> socket.socket:
    """A turn in flight: a webhook that a worker has begun to read (RFC 9110, 10.1.1), its body still on its way."""
    until(lambda: web_workers_started(service) >= WEB_WORKERS)
    url = httpx.URL(service.url)
    turn = socket.create_connection((url.host, url.port or 80), timeout=PATIENCE)
    turn.sendall(HEAD)
    assert turn.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
    turn.sendall(BODY[:10])
    return turn


def answer_to_the_rest(turn: socket.socket) -> bytes:
    with turn:
        turn.sendall(BODY[10:])
        return b"".join(iter(lambda: turn.recv(4096), b""))


def test_a_turn_in_flight_is_answered_and_the_children_stop_in_order(victim: Service) -> None:
    turn = half_sent(victim)
    victim.process.terminate()
    until(lambda: refuses(victim))
    assert answer_to_the_rest(turn).startswith(b"HTTP/1.1 403 ")
    assert victim.process.wait(PATIENCE) == 0
    assert stopped_in_order(victim) == ["web", "worker", "valkey"]


def test_ctrl_c_does_the_same_and_pressing_it_again_changes_nothing(victim: Service) -> None:
    turn = half_sent(victim)
    victim.press_ctrl_c()
    until(lambda: refuses(victim))
    victim.press_ctrl_c()
    victim.press_ctrl_c()
    assert answer_to_the_rest(turn).startswith(b"HTTP/1.1 403 ")
    assert victim.process.wait(PATIENCE) == 0
    assert stopped_in_order(victim) == ["web", "worker", "valkey"]


def test_under_live_requests_every_answer_is_a_whole_one_and_nothing_is_left_behind(
    victim: Service,
) -> None:
    answered, stopped = threading.Event(), threading.Event()
    refusals: list[str] = []

    def ask_on() -> list[httpx.Response]:
        answers: list[httpx.Response] = []
        while not stopped.is_set():
            try:
                answers.append(WEB.get(f"{victim.url}/readyz"))
                answered.set()
            except httpx.TransportError as refusal:  # not taken on any more: Twilio calls the fallback address
                refusals.append(str(refusal))
                stopped.wait(0.01)
        return answers

    with ThreadPoolExecutor() as callers:
        asked = [callers.submit(ask_on) for _ in range(4)]
        assert answered.wait(PATIENCE)
        assert victim.stop() == 0
        stopped.set()
    answers = [answer for caller in asked for answer in caller.result()]
    assert {(answer.status_code, answer.json()["status"]) for answer in answers} == {(200, "ready")}
    assert not [refusal for refusal in refusals if "complete message body" in refusal]
    assert not (victim.data_dir / "valkey.sock").exists()
    assert not (victim.data_dir / "valkey.pid").exists()
    assert refuses(victim)
