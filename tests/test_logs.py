"""Only what cannot be personal is logged, and of what strangers cause only a few lines a minute."""

import ast
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from ivr import logs
from ivr.refusals import LINES_A_MINUTE, MINUTE, MOST_KINDS, BoundedLines
from ivr.repeated_lines import MOST_LINES, RepeatedLines


@pytest.fixture(autouse=True)
def _configured() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


def test_keys_outside_the_list_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logs.log_event("turn", state="AskIdentifier", ms=4, digits="198507099805", caller="+46701740605")
    event = json.loads(capsys.readouterr().err)
    del event["timestamp"]
    assert event == {"event": "turn", "state": "AskIdentifier", "ms": 4}


def test_of_a_library_only_its_name_and_the_class_of_the_error_are_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    try:
        raise ValueError("198507099805")
    except ValueError:
        logging.getLogger("some.library").exception("could not read %s", "198507099805")
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["route"], event["error"]) == ("library_error", "some.library", "ValueError")
    assert "19850709" not in str(event)


def test_a_fault_tells_its_class_and_where_it_was_raised_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    try:
        raise ValueError("198507099805")
    except ValueError as fault:
        logs.log_fault("service_failed", fault, call="c", digits="198507099805")
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["error"], event["call"]) == ("service_failed", "ValueError", "c")
    assert event["place"].startswith("test_logs.py:")
    assert "19850709" not in str(event)


CRASHES = {
    "in the main thread": "fail()",
    "in another thread": "thread = threading.Thread(target=fail); thread.start(); thread.join()",
    "where nobody can catch it": "class Gone:\n    def __del__(self): fail()\nGone()",
}


@pytest.mark.parametrize("how", CRASHES)
def test_a_crash_tells_its_class_and_its_place_only(how: str) -> None:
    program = f"""
import threading
from ivr import logs
logs.configure()
def fail(): raise ValueError("198507099805 is not a number")
{CRASHES[how]}
"""
    written = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stderr
    [event] = [json.loads(line) for line in written.splitlines()]
    assert (event["event"], event["error"], event["place"]) == ("crashed", "ValueError", "<string>:5")


def calls_that_log() -> Iterator[ast.Call]:
    logging_functions = {"log_event", "logs.log_event", "log_refusal", "log", "log_fault"}
    for file in Path(logs.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in logging_functions and file.name != "logs.py":
                yield node


def test_every_event_has_a_fixed_name_and_no_key_that_would_be_dropped() -> None:
    calls = list(calls_that_log())
    assert len(calls) > 15
    for call in calls:
        name, *faults = call.args
        assert isinstance(name, ast.Constant), ast.unparse(call)
        assert len(faults) == (ast.unparse(call.func) == "log_fault"), ast.unparse(call)
        assert {keyword.arg for keyword in call.keywords} <= logs.KEYS, ast.unparse(call)


def test_nobody_writes_past_the_log() -> None:
    """`print` and loggers would bypass the list of keys; what talks to a person at a terminal is not a log."""
    talking = {"cli", "phone", "lint"}
    for file in Path(logs.__file__).parent.rglob("*.py"):
        if not talking & set(file.parts) and file.name != "logs.py":
            assert not re.search(r"\bprint\(|getLogger|app\.logger|sys\.std", file.read_text()), file


Logged = Callable[[], list[dict[str, object]]]


@dataclass
class Clock:
    time: float = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(logs, "LINES", BoundedLines(found))
    monkeypatch.setattr(logs, "REPEATED", RepeatedLines(found))
    return found


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Logged:
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def flood(count: int = 10_000, reason: str = "not signed") -> None:
    for _ in range(count):
        logs.log_refusal("forgery_refused", route="voice.incoming", reason=reason)


@pytest.mark.usefixtures("clock")
def test_of_ten_thousand_refusals_a_few_are_written(logged: Logged) -> None:
    logs.configure()
    flood()
    assert len(logged()) == LINES_A_MINUTE


def test_the_next_line_of_any_kind_says_how_many_were_left_out(clock: Clock, logged: Logged) -> None:
    logs.configure()
    flood()
    logged()
    clock.time = MINUTE
    logs.log_event("turn", call="c")
    told, turn = logged()
    del told["timestamp"]
    assert told == {
        "event": "lines_left_out",
        "state": "forgery_refused",
        "reason": "not signed",
        "left_out": 10_000 - LINES_A_MINUTE,
    }
    assert turn["event"] == "turn"
    logs.log_event("turn", call="c")
    assert [line["event"] for line in logged()] == ["turn"]


@pytest.mark.usefixtures("clock")
def test_one_reason_hides_no_other(logged: Logged) -> None:
    logs.configure()
    flood()
    flood(1, "wrong signature")
    assert logged()[-1]["reason"] == "wrong signature"


@pytest.mark.usefixtures("clock")
def test_what_is_told_of_a_call_is_always_written(logged: Logged) -> None:
    logs.configure()
    for _ in range(1000):
        logs.log_event("turn", call="c")
    assert len(logged()) == 1000


@pytest.mark.usefixtures("clock")
def test_ever_new_reasons_are_bounded_too(logged: Logged) -> None:
    logs.configure()
    for number in range(10_000):
        flood(1, f"reason {number}")
    assert len(logged()) == MOST_KINDS + LINES_A_MINUTE


def fail_again(times: int, **told: str) -> None:
    for _ in range(times):
        logs.log_event("task_failed", **{"reason": "event-log", "error": "Unavailable"} | told)


def repeated(lines: list[dict[str, object]]) -> list[object]:
    return [line.get("repeated") for line in lines]


def test_a_line_that_repeats_is_written_once_and_then_counted_once_a_minute(clock: Clock, logged: Logged) -> None:
    logs.configure()
    fail_again(300)
    clock.time = MINUTE - 1
    fail_again(1)
    assert repeated(logged()) == [None]
    clock.time = MINUTE
    fail_again(300)
    [count] = logged()
    del count["timestamp"]
    assert count == {"event": "task_failed", "reason": "event-log", "error": "Unavailable", "repeated": 300}
    clock.time = 2 * MINUTE
    logs.tell_counts()
    assert repeated(logged()) == [300]


def test_a_line_that_has_stopped_for_a_minute_is_new_when_it_comes_again(clock: Clock, logged: Logged) -> None:
    logs.configure()
    fail_again(2)
    for minutes in (1, 2, 3):
        clock.time = minutes * MINUTE
        logs.tell_counts()
    assert repeated(logged()) == [None, 1]
    fail_again(1)
    assert repeated(logged()) == [None]


@pytest.mark.usefixtures("clock")
def test_a_line_that_tells_anything_else_is_no_repetition(logged: Logged) -> None:
    logs.configure()
    fail_again(2)
    fail_again(2, place="event_log.py:33")
    fail_again(2, error="ValueError")
    logs.log_event("check_failed", reason="event-log", error="Unavailable")
    assert len(logged()) == 4


@pytest.mark.usefixtures("clock")
def test_what_makes_room_for_newer_lines_leaves_its_count(logged: Logged) -> None:
    logs.configure()
    fail_again(3)
    for number in range(MOST_LINES + 1):
        fail_again(1, place=f"place {number}")
    assert [line for line in repeated(logged()) if line] == [2]


@pytest.mark.usefixtures("clock")
def test_of_lines_that_many_threads_write_at_once_none_is_lost(logged: Logged) -> None:
    logs.configure()
    threads = [threading.Thread(target=fail_again, args=(500,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    logs.tell_counts(at_end=True)
    assert repeated(logged()) == [None, 8 * 500 - 1]


def test_a_process_that_ends_tells_what_it_has_counted() -> None:
    program = """
from ivr import logs
logs.configure()
for _ in range(5): logs.log_event("check_failed", reason="redis")
"""
    written = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stderr
    assert repeated([json.loads(line) for line in written.splitlines()]) == [None, 4]
