"""The API as it runs: beside the line, behind one address, with a token from the command."""

from collections.abc import Iterator

import httpx
import pytest

from ivr.api.examples import OFFER
from ivr.api.schemas.bodies import read_json
from tests.api.conftest import OFFERS
from tests.service import Service, run


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    token = run("token", "--scope", "onboarding:read", env=service.env).stdout.strip()
    with httpx.Client(base_url=service.url, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def test_a_token_of_the_command_reads_offers(client: httpx.Client) -> None:
    answer = client.get(f"{OFFERS}/kontotyp-1")
    assert (answer.status_code, read_json(answer.content)) == (200, OFFER)


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/healthz", 200, "application/json"),
        ("/openapi/", 200, "text/html; charset=utf-8"),
        ("/openapi/openapi.json", 200, "application/json"),
        ("/ledger/nothing", 404, "application/problem+json"),
        ("/nothing", 404, "text/plain; charset=utf-8"),
        ("/openapi/nothing", 404, "text/plain; charset=utf-8"),
    ],
)
def test_line_and_api_answer_at_one_address(client: httpx.Client, path: str, status: int, media_type: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, media_type)
