"""`creditline call`, as a lender snapshot-tests a deployment."""

from pathlib import Path

import pytest

from tests.service import Service, run, run_alone

SCRIPT = ("--from", "+46701740606", "--keys", "1 196203149817# {code} 1 9")


@pytest.fixture
def recording(service: Service, tmp_path: Path) -> Path:
    folder = tmp_path / "recording"
    recorded = run("call", *SCRIPT, "--record", str(folder), env=service.env)
    assert recorded.returncode == 0, recorded.stderr
    return folder


def test_an_unchanged_service_equals_its_recording(service: Service, recording: Path) -> None:
    assert sorted(path.name for path in recording.iterdir())[:2] == ["01-incoming.xml", "02-turn.xml"]
    compared = run_alone("call", *SCRIPT, "--compare", str(recording), env=service.env)
    assert compared.returncode == 0, compared.stdout + compared.stderr


def test_one_changed_word_is_shown(service: Service, recording: Path) -> None:
    page = recording / "04-turn.xml"
    page.write_text(page.read_text().replace("You can spend", "You may spend"))
    compared = run("call", *SCRIPT, "--compare", str(recording), env=service.env)
    assert compared.returncode == 1
    assert "You may spend" in compared.stdout
    assert "You can spend" in compared.stdout
