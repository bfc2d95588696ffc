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
    """Looked at once."""
    ready = Readiness({"keys": keys}, {"redis": redis})
    ready.look()
    return line_of(ready)


def line_of(ready: Readiness) -> FlaskClient:
    return create_app([blueprint(ready)]).test_client()


def test_a_line_whose_parts_work_is_ready() -> None:
    answer = line().get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ready", "checks": {"keys": "ok", "redis": "ok", "look": "ok"}},
    )


@pytest.mark.parametrize(("redis", "reason"), [(fails, "it is a replica"), (breaks, "it does not answer")])
def test_without_its_session_store_the_line_answers_degraded_and_says_why(redis: Check, reason: str) -> None:
    answer = line(redis=redis).get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "degraded", "checks": {"keys": "ok", "redis": "failed", "look": "ok"}, "reasons": {"redis": reason}},
    )


@pytest.mark.parametrize("keys", [fails, breaks])
def test_without_its_keys_the_line_is_not_ready(keys: Check) -> None:
    answer = line(keys=keys).get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not ready")


def test_nobody_who_asks_waits_for_a_part_that_hangs() -> None:
    """A probe that is not answered within its second takes the instance out; a thread that waits takes no calls."""
    hangs, may_end = Event(), Event()

    def slow() -> None:
        hangs.set()
        may_end.wait(PATIENCE)
        raise Failed("it is slow")

    checks: dict[str, Check] = {"redis": works}
    ready = Readiness({"keys": works}, checks)
    client = line_of(ready)
    ready.look()
    checks["redis"] = slow
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(ready.look)
        hangs.wait(PATIENCE)
        assert client.get("/readyz").get_json()["status"] == "ready"
        may_end.set()
        looking.result()
    assert client.get("/readyz").get_json()["reasons"] == {"redis": "it is slow"}


def test_before_the_first_look_has_ended_nothing_speaks_against_an_instance() -> None:
    answer = line_of(Readiness({"keys": breaks}, {"redis": breaks})).get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "degraded", "checks": {"look": "failed"}, "reasons": {"look": "none has ended yet"}},
    )


def test_a_look_that_does_not_end_shows_after_ten_seconds() -> None:
    now = [100.0]
    ready = Readiness({"keys": works}, {"redis": works}, lambda: now[0])
    client = line_of(ready)
    ready.look()
    now[0] += 9
    assert client.get("/readyz").get_json()["status"] == "ready"
    now[0] += 3
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["reasons"]) == (200, {"look": "none has ended for 12 s"})
    ready.look()
    assert client.get("/readyz").get_json()["status"] == "ready"


def test_an_instance_whose_keys_do_not_fit_stays_out_while_nobody_can_look_again() -> None:
    now = [100.0]
    ready = Readiness({"keys": fails}, {}, lambda: now[0])
    ready.look()
    now[0] += 60
    assert line_of(ready).get("/readyz").status_code == 503


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
