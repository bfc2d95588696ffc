"""Linters and the programs themselves find nothing wrong with the files of `deploy/`."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
LINTERS = HERE / ".field" / "bin"
RULES, CASES = "deploy/alerts.yaml", "tests/field/alerts_test.yaml"


def refusals(*command: str | Path, cwd: Path = HERE) -> str:
    """Return what a command says if it does not accept, else nothing."""
    done = _run(command, cwd)
    return done.stdout + done.stderr if done.returncode else ""


def _run(command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_hadolint_accepts_the_dockerfile() -> None:
    assert refusals(LINTERS / "hadolint", "--failure-threshold", "style", "Dockerfile") == ""


def test_compose_accepts_its_file() -> None:
    """Checked against the schema of the Compose Specification."""
    assert refusals(LINTERS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml") == ""


def test_prometheus_accepts_its_settings_and_the_rules() -> None:
    assert refusals("promtool", "check", "config", "prometheus.yaml", cwd=HERE / "deploy") == ""
    assert refusals("promtool", "check", "rules", "--lint-fatal", "alerts.yaml", cwd=HERE / "deploy") == ""


def test_every_rule_has_a_case() -> None:
    names = [set(re.findall(r"alert(?:name=\"|: )(\w+)", (HERE / file).read_text())) for file in (RULES, CASES)]
    assert names[0] == names[1]


def test_every_rule_fires_where_it_has_to_and_nowhere_else() -> None:
    assert refusals("promtool", "test", "rules", "alerts_test.yaml", cwd=HERE / "tests" / "field") == ""


@pytest.mark.parametrize("unit", ["creditline.service", "creditline-worker@.service"])
def test_systemd_accepts_a_unit_and_finds_it_closed(unit: str, tmp_path: Path) -> None:
    """Verified with a program that exists here: that of a production does not."""
    text = (HERE / "deploy" / unit).read_text()
    here = tmp_path / unit
    here.write_text(text.replace("/opt/creditline/bin/creditline", "/bin/true"))
    assert (
        _run(["systemd-analyze", "verify", here], tmp_path).stderr == ""
    )  # a key that it does not know is a word only
    most = ["--offline=true", "--threshold=20"]  # tenths: 2.0 of 10, "OK"
    assert refusals("systemd-analyze", "security", *most, here) == ""


def test_the_dashboard_asks_one_source() -> None:
    board = json.loads((HERE / "deploy" / "dashboard.json").read_text())
    assert {panel["datasource"]["uid"] for panel in board["panels"]} == {"${source}"}
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
