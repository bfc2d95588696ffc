"""The probes, and the answers of the application that belong to no part of it."""

from collections.abc import Callable

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from ivr.app import create_app
from ivr.health import Readiness, blueprint


def works() -> bool:
    return True


def fails() -> bool:
    return False


def breaks() -> bool:
    raise ConnectionError("redis://:swordfish@redis.example refused 198507099805")


@pytest.fixture
def broken() -> Blueprint:
    """A part of the application with a fault in it."""
    part = Blueprint("broken", __name__)

    @part.get("/broken")
    def fault() -> str:
        raise LookupError("198507099805 is in no table")

    return part


def line(database: Callable[[], bool] = works, redis: Callable[[], bool] = works) -> FlaskClient:
    return create_app([blueprint(Readiness({"database": database}, {"redis": redis}))]).test_client()


def test_a_line_whose_parts_work_is_ready() -> None:
    answer = line().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": {"database": "ok", "redis": "ok"}})


@pytest.mark.parametrize("redis", [fails, breaks])
def test_without_its_session_store_the_line_answers_degraded(redis: Callable[[], bool]) -> None:
    answer = line(redis=redis).get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")


@pytest.mark.parametrize("database", [fails, breaks])
def test_without_its_database_the_line_is_not_ready(database: Callable[[], bool]) -> None:
    answer = line(database=database).get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not ready")


def test_the_process_is_healthy_whatever_it_depends_on() -> None:
    answer = line(database=breaks, redis=breaks).get("/healthz")
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
