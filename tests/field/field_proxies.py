"""Calls through nginx and through Caddy, as `deploy/` sets them up."""

from collections.abc import Callable
from http import HTTPStatus

import httpx
import pytest

from ivr.phone.http import client
from tests.field.conftest import Behind, caller_at, instance
from tests.field.halves import STRANGERS
from tests.field.proxies import Proxy
from tests.service import Service, free_port, run

CUSTOMER, AVAILABLE = "198507099805#", "37654.50"
LARGEST_BODY = 64 * 1024


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
