"""So many requests a minute for each subject; and no fault where the counters are away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings
from tests.api.conftest import OFFERS, Lender, json_of

LIMIT = 5


@pytest.fixture
def limited(settings: Settings) -> Callable[..., Lender]:
    """A lender of few requests; each call is another worker's application."""

    def lender(**changes: object) -> Lender:
        own = settings.model_copy(update={"api_requests_per_minute": LIMIT, **changes})
        return Lender(_app(own), own)

    return lender


def _app(settings: Settings) -> Flask:
    return create_app(wiring.api_blueprints(settings, wiring.parts(settings)))


def test_a_request_too_many_is_told_when_to_come_back(limited: Callable[..., Lender]) -> None:
    """RFC 6585, section 4."""
    shop = limited().system(subject="an eager shop")
    statuses = [shop.get(OFFERS).status_code for _ in range(LIMIT)]
    answer = shop.get(OFFERS)
    assert (statuses, answer.status_code) == ([200] * LIMIT, 429)
    assert json_of(answer)["Type"].endswith(".rate-limited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_what_is_left_is_told(limited: Callable[..., Lender]) -> None:
    shop = limited().system(subject="a counting shop")
    left = [shop.get(OFFERS).headers["RateLimit-Remaining"] for _ in range(LIMIT + 1)]
    assert left == ["4", "3", "2", "1", "0", "0"]
    assert shop.get(OFFERS).headers["RateLimit-Limit"] == str(LIMIT)
    assert 1 <= int(shop.get(OFFERS).headers["RateLimit-Reset"]) <= 60


def test_a_client_over_its_rate_holds_up_no_other(limited: Callable[..., Lender]) -> None:
    lender = limited()
    eager, calm = lender.system(subject="eager"), lender.system(subject="calm")
    for _ in range(LIMIT + 1):
        eager.get(OFFERS)
    assert (eager.get(OFFERS).status_code, calm.get(OFFERS).status_code) == (429, 200)


def test_the_same_name_in_another_ledger_is_not_held_up(limited: Callable[..., Lender]) -> None:
    lender = limited()
    eager, namesake = (lender.system(ledger=ledger, subject="a shop of two lenders") for ledger in (501, 502))
    for _ in range(LIMIT + 1):
        eager.get(OFFERS)
    assert (eager.get(OFFERS).status_code, namesake.get(OFFERS.replace("501", "502")).status_code) == (429, 200)


def test_all_workers_count_together(limited: Callable[..., Lender]) -> None:
    one, other = (limited().system(subject="a shop of two workers") for _ in range(2))
    for _ in range(LIMIT):
        one.get(OFFERS)
    assert other.get(OFFERS).status_code == 429


def test_without_redis_each_worker_counts_alone(limited: Callable[..., Lender], tmp_path: Path) -> None:
    shop = limited(redis_url=f"unix://{tmp_path}/nothing.sock").system()
    statuses = [shop.get(OFFERS).status_code for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]


def test_whoever_has_no_token_is_not_counted(limited: Callable[..., Lender]) -> None:
    lender = limited()
    for _ in range(LIMIT + 1):
        assert lender.web.get(OFFERS).status_code == 401
