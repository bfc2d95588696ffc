"""twiml_samples/ is what the line says: one mechanism writes, checks and tests it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from ivr.cli.samples import FOLDER, sample_differences, write_samples
from ivr.dialogue.states import SPEAKING, Speaking
from ivr.voice.schema import CALL, WHISPER, faults

ROOT = Path(__file__).parents[1]
WRITTEN = sorted((ROOT / FOLDER).rglob("*.xml"))


def test_the_line_says_what_is_written() -> None:
    """`creditline samples --write` brings them up to date: read the difference before you commit it."""
    assert list(sample_differences(ROOT / FOLDER)) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT / FOLDER).as_posix())
def test_is_twiml_of_the_allowed_verbs(path: Path) -> None:
    assert faults(path.read_bytes(), WHISPER if path.name.startswith("whisper") else CALL) == []


@pytest.mark.parametrize("kind", SPEAKING, ids=lambda kind: kind.__name__)
def test_a_state_has_its_samples_in_the_folder_of_its_section(kind: type[Speaking]) -> None:
    assert {path.parents[1].name for path in WRITTEN if path.parent.name == kind.__name__} == {kind.section}


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy in which one word was changed by hand."""
    write_samples(tmp_path)
    sample = tmp_path / "en-GB" / "6-goodbye" / "Goodbye" / "ended.xml"
    sample.write_text(sample.read_text().replace("Thank you", "Thanks"))
    return tmp_path


def test_a_changed_word_is_shown_and_exits_1(changed: Path) -> None:
    result = CliRunner().invoke(main, ["samples", "--check", "--folder", str(changed)])
    assert result.exit_code == 1
    assert "Thanks for calling" in result.output
    assert "Thank you for calling" in result.output


def test_a_sample_of_a_state_that_is_gone_is_removed(tmp_path: Path) -> None:
    left_over = tmp_path / "en-GB" / "left-over.xml"
    left_over.parent.mkdir(parents=True)
    left_over.write_text("<Response />")
    assert any("left-over" in line for line in sample_differences(tmp_path))
    write_samples(tmp_path)
    assert not left_over.exists()
