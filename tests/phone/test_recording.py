"""A recording is what a lender compares a deployment with: only step tokens and the public address may differ."""

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.phone.caller import Caller
from ivr.phone.masking import mask
from ivr.phone.recording import differences, pages, record

from .caller import Person
from .canned import CannedLine


def played(canned: CannedLine, token: str, words: str) -> dict[str, str]:
    canned.answers.pop("/voice/incoming", None)
    canned.answers.pop("/voice/turn", None)
    ask = f"<Gather action='https://line.test/voice/turn?a=b&amp;t={token}' numDigits='1'><Say>{words}</Say></Gather>"
    canned.serves("/voice/incoming", ask)
    canned.serves("/voice/turn", "<Dial action='/voice/end'><Number url='/voice/whisper'>1</Number></Dial>")
    canned.serves("/voice/whisper", "<Say>A caller.</Say>")
    canned.serves("/voice/end", "<Hangup/>")
    caller: Caller = Person(canned.line, "+46701740605").dials().presses("1")
    return pages(caller.documents, canned.line.public_url)


def test_documents_are_numbered_and_named_after_their_route(canned: CannedLine, tmp_path: Path) -> None:
    record(tmp_path, played(canned, "one", "Press 1."))
    names = ["01-incoming.xml", "02-turn.xml", "03-whisper.xml", "04-end.xml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_what_is_written_is_indented_and_masked(canned: CannedLine) -> None:
    assert played(canned, "one", "Press 1.")["01-incoming.xml"] == (
        "<Response>\n"
        '  <Gather action="{PUBLIC_URL}/voice/turn?a=b&amp;t=TOKEN" numDigits="1">\n'
        "    <Say>Press 1.</Say>\n"
        "  </Gather>\n"
        "</Response>\n"
    )


def test_the_same_call_with_other_tokens_is_equal(canned: CannedLine, tmp_path: Path) -> None:
    record(tmp_path, played(canned, "one", "Press 1."))
    assert list(differences(tmp_path, played(canned, "another", "Press 1."))) == []


def test_one_changed_word_is_shown(canned: CannedLine, tmp_path: Path) -> None:
    record(tmp_path, played(canned, "one", "Press 1."))
    found = list(differences(tmp_path, played(canned, "one", "Press 2.")))
    assert "-    <Say>Press 1.</Say>" in found
    assert "+    <Say>Press 2.</Say>" in found


def test_a_missing_and_an_additional_document_are_differences(canned: CannedLine, tmp_path: Path) -> None:
    whole = played(canned, "one", "Press 1.")
    shorter = {name: text for name, text in whole.items() if name != "04-end.xml"}
    record(tmp_path, whole)
    assert "--- kept/04-end.xml" in list(differences(tmp_path, shorter))
    record(tmp_path, shorter)
    assert "+++ now/04-end.xml" in list(differences(tmp_path, whole))


def test_a_new_recording_leaves_nothing_of_the_old_one_and_all_other_files(canned: CannedLine, tmp_path: Path) -> None:
    (tmp_path / "notes.xml").write_text("mine")
    record(tmp_path, played(canned, "one", "Press 1."))
    record(tmp_path, {"01-incoming.xml": "<Response />\n"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01-incoming.xml", "notes.xml"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('"https://line.test/voice/turn?t=abc"', '"{PUBLIC_URL}/voice/turn?t=TOKEN"'),
        ('"?t=abc&amp;u=1"', '"?t=TOKEN&amp;u=1"'),
        ('"?a=1&amp;t=a-b_c%3D"', '"?a=1&amp;t=TOKEN"'),
        ('"?tt=abc"', '"?tt=abc"'),
        ("<Redirect>?t=abc</Redirect>", "<Redirect>?t=TOKEN</Redirect>"),
    ],
)
def test_the_masking_rule(text: str, masked: str) -> None:
    assert mask(text, "https://line.test/") == masked


def test_another_deployment_of_the_same_words_is_equal(canned: CannedLine, tmp_path: Path) -> None:
    record(tmp_path, played(canned, "one", "Press 1."))
    elsewhere = {name: text.replace("{PUBLIC_URL}", "https://other.test") for name, text in _read(tmp_path).items()}
    other = replace(canned.line, public_url="https://other.test")
    assert list(differences(tmp_path, {name: mask(text, other.public_url) for name, text in elsewhere.items()})) == []


def _read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}
