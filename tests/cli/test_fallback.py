"""The document for a TwiML bin: https://www.twilio.com/docs/serverless/twiml-bins"""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from ivr.voice.schema import CALL, faults, parse
from tests.service import environment, run, run_alone

pytestmark = pytest.mark.server  # the command in a process of its own

AGENTS = "+46701740691,+46701740692"


@pytest.fixture
def printed(tmp_path: Path) -> str:
    ended = run("fallback", "--print", env=environment(MODE="demo", DATA_DIR=str(tmp_path), AGENTS_GENERAL=AGENTS))
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


@pytest.fixture
def document(printed: str) -> Element:
    return parse(printed)


def test_the_fallback_is_a_document_that_a_carrier_executes(printed: str) -> None:
    assert faults(printed, CALL) == []


def test_the_fallback_apologises_in_every_language_then_dials_number_by_number_then_says_goodbye(
    document: Element,
) -> None:
    assert [verb.tag for verb in document] == ["Say", "Say", "Dial", "Dial", "Say", "Say", "Hangup"]
    assert [say.attrib["language"] for say in document.iter("Say")] == ["en-GB", "sv-SE"] * 2
    assert [number.text for number in document.iter("Number")] == AGENTS.split(",")


def test_the_fallback_needs_no_answer_from_us(document: Element) -> None:
    assert not any({"action", "url"} & verb.attrib.keys() for verb in document.iter())


def test_fallback_without_print_says_what_to_say(tmp_path: Path) -> None:
    ended = run_alone("fallback", env=environment(MODE="demo", DATA_DIR=str(tmp_path)))
    assert ended.returncode == 2
    assert "--print" in ended.stderr
