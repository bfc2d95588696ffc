"""Only what cannot be personal is logged."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from ivr import logs


@pytest.fixture(autouse=True)
def _configured() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
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
