"""Calls through nginx and through Caddy, as `deploy/` sets them up."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import rmtree
from threading import Thread

import httpx
import pytest

from ivr.phone.http import client
from tests.field.conftest import Behind, caller_at, instance
from tests.field.halves import STRANGERS
from tests.field.proxies import Proxy
from tests.service import Service, free_port, run

CUSTOMER, AVAILABLE = "198507099805#", "37654.50"
LARGEST_BODY = 64 * 1024
NO_ANSWER = 0.2  # seconds; loopback answers in a thousandth of them


@pytest.fixture
def web(proxy: Proxy) -> httpx.Client:
    web = client()
    web.base_url = httpx.URL(proxy.url)
    return web


def test_a_customer_is_verified_and_hears_the_figures(proxy: Proxy, service: Service) -> None:
    person = caller_at(service, proxy.url).dials_in("en-GB").enters(CUSTOMER).hears_prompt("code-first")
    person.enters("{code}").hears_amount(AVAILABLE).presses("9").hears_prompt("goodbye-ended")


def test_a_caller_is_put_through_to_a_person(proxy: Proxy, service: Service) -> None:
    person = caller_at(service, proxy.url).dials_in("sv-SE").enters("0#")
    assert "caller and agent talk" in str([entry.text for entry in person.log.entries])


def test_what_the_carrier_did_not_sign_is_refused(web: httpx.Client) -> None:
    assert web.post("/voice/incoming", data={"CallSid": "CA" + "0" * 32}).status_code == HTTPStatus.FORBIDDEN


def test_a_client_of_the_apis_is_answered_and_its_body_has_bounds(web: httpx.Client, service: Service) -> None:
    token = run("token", "--scope", "journey:search", "--scope", "onboarding:read", env=service.env).stdout.strip()
    web.headers["Authorization"] = f"Bearer {token}"
    assert web.get("/ledger/credit-account-onboarding/v1/501/offers").status_code == HTTPStatus.OK
    too_much = web.post("/customer-journey/customers/search", content=b" " * (LARGEST_BODY + 1))
    assert too_much.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/phone/messages?to=%2B46701740605", "/phone/files/1", "/"])
def test_nobody_outside_sees_what_is_for_operators(path: str, web: httpx.Client) -> None:
    assert web.get(path).status_code == HTTPStatus.NOT_FOUND


def test_whether_the_process_lives_may_be_seen(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"status": "ok"}


def test_an_instance_that_is_gone_is_passed_over(behind: Behind, service: Service) -> None:
    with behind([free_port(), instance(service), free_port()]) as proxy:
        person = caller_at(service, proxy.url).dials_in("en-GB").enters(CUSTOMER).enters("{code}")
        person.hears_amount(AVAILABLE)
    assert [sent.path for sent in person.requests if "fallback" in sent.path] == []


@contextmanager
def machine_that_is_off() -> Iterator[int]:
    """Return a port where nothing answers a SYN: Linux drops them while the queue of connections is full; listen(2)."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
        address = listener.getsockname()
        with suppress(TimeoutError):
            while True:
                waiting.enter_context(socket.create_connection(address, timeout=NO_ANSWER))
        yield int(address[1])


def test_a_machine_that_is_off_is_passed_over(behind: Behind, service: Service) -> None:
    with machine_that_is_off() as off, behind([off, instance(service)]) as proxy:
        person = caller_at(service, proxy.url).dials_in("en-GB").enters(CUSTOMER).enters("{code}")
        person.hears_amount(AVAILABLE)
    assert [sent.path for sent in person.requests if "fallback" in sent.path] == []


@contextmanager
def instances_that_hang_up(asked: list[bytes]) -> Iterator[Sequence[int]]:
    """Return the ports of two that live, but end each connection with a call instead of an answer; `asked` has them."""

    class HangsUp(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.end_headers()

        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), HangsUp) as one, ThreadingHTTPServer(("127.0.0.1", 0), HangsUp) as two:
        for each in (one, two):
            Thread(target=each.serve_forever, args=(0.01,), daemon=True).start()
        yield [each.server_address[1] for each in (one, two)]
        for each in (one, two):
            each.shutdown()


def test_a_call_that_an_instance_was_sent_is_not_sent_to_another(behind: Behind) -> None:
    asked: list[bytes] = []
    with instances_that_hang_up(asked) as ports, behind(ports) as proxy:
        answer = client().post(f"{proxy.url}/voice/incoming", content=b"CallSid=CA1")
    assert answer.status_code == HTTPStatus.BAD_GATEWAY
    assert asked == [b"CallSid=CA1"]


def test_what_the_carrier_sends_is_not_written_to_a_disk(proxy: Proxy, web: httpx.Client) -> None:
    """Without a folder for such files a proxy that needs one answers with 500."""
    for folder in ("bodies", "proxied"):
        rmtree(proxy.folder / folder, ignore_errors=True)
    assert web.post("/voice/incoming", data={"Digits": "1" * 60_000}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("send", STRANGERS, ids=lambda send: send.__name__)
def test_a_stranger_who_sends_half_a_body_keeps_nobody_from_the_line(
    proxy: Proxy, service: Service, send: Callable[[Proxy], None]
) -> None:
    send(proxy)
    person = caller_at(service, proxy.url).dials_in("en-GB").enters(CUSTOMER).hears_prompt("code-first")
    person.enters("{code}").hears_amount(AVAILABLE)
    assert [sent.path for sent in person.requests if "fallback" in sent.path] == []


def test_no_token_of_a_call_is_logged_even_where_nothing_answers(behind: Behind, service: Service) -> None:
    with behind([free_port()]) as proxy:
        answer = client().post(f"{proxy.url}/voice/turn?t=TOKEN-OF-A-CALL", data={"Digits": "1985"})
        assert answer.status_code in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
    with behind([instance(service)]) as proxy:
        caller_at(service, proxy.url).dials_in("en-GB").enters(CUSTOMER).enters("{code}").hangs_up()
    assert "t=" not in proxy.written()
    assert "TOKEN-OF-A-CALL" not in proxy.written()
