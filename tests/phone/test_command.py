"""`creditline call`, as it is typed. Exit 0 fine, 1 faults or differences, 2 bad start or usage."""

import socket
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

from .canned import AUTH, PUBLIC_URL, CannedLine

ASK = "<Gather action='/voice/turn?t=1' numDigits='6' timeout='20'><Say>Your code, please.</Say></Gather>"
MENU = "<Gather action='/voice/menu?t=2' numDigits='1' finishOnKey=''><Say>Press 9 for a person.</Say></Gather>"
DIAL = "<Dial action='/voice/end'><Number url='/voice/whisper'>+46701740690</Number></Dial>"


class Call(Protocol):
    def __call__(self, *arguments: str, typed: str = "", mode: str = "demo") -> Result: ...


@pytest.fixture
def call(canned: CannedLine, tmp_path: Path) -> Call:
    canned.serves("/voice/incoming", ASK)
    canned.serves("/voice/turn", MENU)
    canned.serves("/voice/menu", DIAL)
    canned.serves("/voice/whisper", "<Gather numDigits='1' action='/voice/taken'/><Hangup/>")
    canned.serves("/voice/taken", "<Pause/>")
    canned.serves("/voice/end", "<Say>Good bye.</Say><Hangup/>")
    environment = {
        "CREDITLINE_DATA_DIR": str(tmp_path / "data"),
        "CREDITLINE_BIND": canned.line.base_url.removeprefix("http://"),
        "CREDITLINE_PUBLIC_URL": PUBLIC_URL,
        "CREDITLINE_TWILIO_AUTH_TOKEN": AUTH,
    }

    def invoke(*arguments: str, typed: str = "", mode: str = "demo") -> Result:
        runner = CliRunner(env=environment | {"CREDITLINE_MODE": mode})
        return runner.invoke(main, ["call", *arguments], input=typed)

    return invoke


def test_a_script_is_played_and_told_with_its_times(call: Call) -> None:
    result = call("--keys", "123456, 9")
    assert result.exit_code == 0, result.output
    assert "line  Your code, please." in result.output
    assert " you  123456" in result.output
    assert "  69.2 s     line  Good bye." in result.output  # 3 + 5 words, 5 s ringing, whisper 1 s, 60 s talk


def test_silence_and_hanging_up_are_steps_of_a_script(call: Call, canned: CannedLine) -> None:
    canned.answers["/voice/incoming"].clear()
    canned.serves("/voice/incoming", f"{ASK}<Redirect>/voice/turn?t=3</Redirect>")
    result = call("--keys", "- hangup")
    assert result.exit_code == 0, result.output
    assert "(silence)" in result.output
    assert canned.paths() == ["/voice/incoming", "/voice/turn", "/voice/status"]


def test_the_code_is_read_from_the_mailbox(call: Call, canned: CannedLine) -> None:
    canned.messages.append({"to": "+46701740605", "at": "1", "text": "Your code is 111111."})
    canned.answers["/voice/incoming"].clear()
    canned.serves("/voice/incoming", MENU)
    canned.answers["/voice/menu"].clear()
    canned.serves("/voice/menu", ASK)
    canned.message_on("/voice/menu", {"to": "+46701740605", "at": "2", "text": "Your code is 222222."})
    result = call("--keys", "1 {code}", "--mailbox", "+46701740605")
    assert result.exit_code == 0, result.output
    assert canned.posted("/voice/turn")["Digits"] == "222222"


@pytest.mark.parametrize(("agent", "bridged"), [("taken", "true"), ("not-taken", "false"), ("busy", "false")])
def test_the_agents_outcome_is_chosen(call: Call, canned: CannedLine, agent: str, bridged: str) -> None:
    assert call("--keys", "123456 9", "--agent", agent).exit_code == 0
    assert canned.posted("/voice/end")["DialBridged"] == bridged


def test_caller_and_called_numbers_are_chosen(call: Call, canned: CannedLine) -> None:
    call("--keys", "hangup", "--from", "anonymous", "--to", "+46846500499")
    told = canned.posted("/voice/incoming")
    assert (told["From"], told["To"]) == ("anonymous", "+46846500499")


def test_typed_keys_and_empty_lines_and_the_end_of_input(call: Call, canned: CannedLine) -> None:
    result = call(typed="twelve\n12\n\n")
    assert result.exit_code == 0, result.output
    assert "keys are 0 to 9" in result.output
    assert canned.posted("/voice/turn")["Digits"] == "12"
    assert "you hang up" in result.output


def test_messages_are_shown_as_they_arrive(call: Call, canned: CannedLine) -> None:
    canned.message_on("/voice/incoming", {"to": "+46701740605", "at": "1", "text": "Your code is 111111."})
    result = call(typed="{code}\nh\n")
    assert "message  Your code is 111111." in result.output
    assert canned.posted("/voice/turn")["Digits"] == "111111"


def test_recorded_then_compared_is_equal_until_a_word_changes(call: Call, canned: CannedLine, tmp_path: Path) -> None:
    folder = str(tmp_path / "recording")
    assert call("--keys", "123456", "--record", folder).exit_code == 0
    assert call("--keys", "123456", "--compare", folder).exit_code == 0
    canned.answers["/voice/turn"].clear()
    canned.serves("/voice/turn", MENU.replace("a person", "an agent"))
    result = call("--keys", "123456", "--compare", folder)
    assert result.exit_code == 1
    assert "-    <Say>Press 9 for a person.</Say>\n+    <Say>Press 9 for an agent.</Say>" in result.output


def test_a_fault_is_one_clear_line(call: Call, canned: CannedLine) -> None:
    canned.answers["/voice/turn"].clear()
    canned.serves("/voice/turn", "<Speak>hello</Speak>")
    result = call("--keys", "123456")
    assert (result.exit_code, result.stderr) == (1, "Error: /voice/turn: <Speak> is not allowed in <Response>\n")


def test_steps_left_when_the_line_hangs_up_are_a_fault(call: Call) -> None:
    result = call("--keys", "123456 9 1")
    assert (result.exit_code, result.stderr) == (1, "Error: the call was over before step 3 of 3\n")


@pytest.mark.parametrize(
    "arguments", [["--keys", "12a4"], ["--agent", "asleep"], ["--compare", "/nowhere/at/all"], ["--what"]]
)
def test_bad_usage_ends_with_2(call: Call, canned: CannedLine, arguments: list[str]) -> None:
    assert call(*arguments).exit_code == 2
    assert canned.received == []


def test_call_says_what_to_do_where_no_service_answers(call: Call) -> None:
    with socket.socket() as closed:  # bound, so nobody else gets the port, and never listening
        closed.bind(("127.0.0.1", 0))
        result = call("--url", f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert result.exit_code == 2
    assert "make demo" in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_masking_rule_is_told_by_the_help(call: Call) -> None:
    assert "TOKEN" in call("--help").output
    assert "{PUBLIC_URL}" in call("--help").output


def test_a_deployment_is_called_with_what_its_carrier_knows(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lender compares it from a machine that has no other setting of a production; what lacks is said in one list."""
    monkeypatch.setenv("CREDITLINE_TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    assert call("--keys", "hangup", mode="production").exit_code == 0
    monkeypatch.delenv("CREDITLINE_TWILIO_ACCOUNT_SID")
    refused = call("--keys", "hangup", mode="production")
    assert refused.exit_code == 2
    assert "TWILIO_ACCOUNT_SID is missing" in refused.output
    assert "SECRET_KEYS" not in refused.output
