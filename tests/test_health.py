"""The probes, and the answers of the application that belong to no part of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from ivr.app import create_app
from ivr.health import Failed, Readiness, blueprint
from tests.service import PATIENCE

Check = Callable[[], None]


def works() -> None: ...


def fails() -> None:
    raise Failed("it is a replica")


def breaks() -> None:
    raise ConnectionError("redis://:swordfish@redis.example refused 198507099805")


@pytest.fixture
def broken() -> Blueprint:
    """A part of the application with a fault in it."""
    part = Blueprint("broken", __name__)

    @part.get("/broken")
    def fault() -> str:
        raise LookupError("198507099805 is in no table")

    return part


def line(keys: Check = works, redis: Check = works) -> FlaskClient:
    return create_app([blueprint(Readiness({"keys": keys}, {"redis": redis}))]).test_client()


def test_a_line_whose_parts_work_is_ready() -> None:
    answer = line().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": {"keys": "ok", "redis": "ok"}})


@pytest.mark.parametrize(("redis", "reason"), [(fails, "it is a replica"), (breaks, "it does not answer")])
def test_without_its_session_store_the_line_answers_degraded_and_says_why(redis: Check, reason: str) -> None:
    answer = line(redis=redis).get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "degraded", "checks": {"keys": "ok", "redis": "failed"}, "reasons": {"redis": reason}},
    )


@pytest.mark.parametrize("keys", [fails, breaks])
def test_without_its_keys_the_line_is_not_ready(keys: Check) -> None:
    answer = line(keys=keys).get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not ready")


def test_whoever_asks_often_has_each_part_asked_every_two_seconds() -> None:
    now, asked = [100.0], []
    ready = Readiness({}, {"redis": lambda: asked.append(now[0])}, lambda: now[0])
    for now[0] in (100.0, 101.9, 102.0, 103.0, 104.5):
        ready.reasons()
    assert asked == [100.0, 102.0, 104.5]


def test_nobody_waits_for_a_part_that_another_is_looking_at() -> None:
    """A thread that waits takes no calls."""
    now, looks, may_end, looking = [100.0], [0], Event(), Event()

    def slow() -> None:
        looks[0] += 1
        if looks[0] > 1:
            looking.set()
            may_end.wait(PATIENCE)
            raise Failed("it is slow")

    ready = Readiness({}, {"redis": slow}, lambda: now[0])
    ready.reasons()
    now[0] += 3
    with ThreadPoolExecutor(1) as pool:
        another = pool.submit(ready.reasons)
        looking.wait(PATIENCE)
        assert ready.reasons() == {"redis": ""}
        may_end.set()
        assert another.result() == {"redis": "it is slow"}


def test_the_process_is_healthy_whatever_it_depends_on() -> None:
    answer = line(keys=breaks, redis=breaks).get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_an_unknown_path_is_a_small_plain_404() -> None:
    answer = line().get("/198507099805")
    assert (answer.status_code, answer.mimetype, answer.text) == (404, "text/plain", "Not Found\n")


def test_a_405_names_the_methods_there_are() -> None:
    """RFC 9110, section 15.5.6."""
    answer = line().post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_fault_shows_its_class_in_the_log_and_nothing_in_the_answer(
    broken: Blueprint, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = create_app([broken]).test_client().get("/broken?who=198507099805")
    written = "".join(capsys.readouterr())
    assert (answer.status_code, answer.text) == (500, "Internal Server Error\n")
    assert "LookupError" in written
    assert "19850709" not in written


def test_a_failed_check_shows_its_class_only(capsys: pytest.CaptureFixture[str]) -> None:
    line(redis=breaks).get("/readyz")
    written = "".join(capsys.readouterr())
    assert "ConnectionError" in written
    assert "swordfish" not in written


def test_no_answer_is_kept_or_sniffed() -> None:
    answer = line().get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
