"""Nobody stops the line: ten times as many strangers as there are places, and callers are answered."""

import httpx
import pytest

from ivr.cli.web import WORKERS
from ivr.phone.line import Line
from tests.attacks.conftest import CONNECTIONS_PER_WORKER
from tests.attacks.strangers import KINDS, strangers
from tests.attacks.turns import turns
from tests.service import Service

TEN_TIMES = 10 * WORKERS * CONNECTIONS_PER_WORKER
TURNS = 100
pytestmark = pytest.mark.xdist_group("strangers")  # they share one service


def line(service: Service) -> Line:
    return Line(service.url, service.public_url, service.auth_token, f"AC{'0' * 32}", "+46846500400")


@pytest.mark.parametrize("kind", KINDS)
def test_callers_are_answered_among_ten_times_as_many_strangers_as_there_are_places(
    small_house: Service, kind: str
) -> None:
    address = httpx.URL(small_house.url)
    with strangers(kind, TEN_TIMES, address.host, address.port or 80):
        measured = turns(line(small_house), TURNS)
    assert measured.p99 < 1, measured


def test_the_same_workers_answer_after_the_strangers_as_before(small_house: Service) -> None:
    """None of them was lost, or taken for lost."""
    before = small_house.pids()["web workers"]
    address = httpx.URL(small_house.url)
    with strangers("trickling body", TEN_TIMES, address.host, address.port or 80):
        turns(line(small_house), TURNS)
    assert small_house.pids()["web workers"] == before
    assert small_house.ready()
