"""What `deploy/` and OPERATIONS.md name is there: metrics, settings, commands, files, and a chapter for each alert."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from domain.limits import Counted
from ivr import wiring
from ivr.app import create_app
from ivr.cli import COMMANDS, main
from ivr.config import PREFIX, REQUIRED, Settings, load_settings
from ivr.dialogue.context import Reason
from ivr.metrics import INPUTS
from ivr.metrics_page import blueprint
from ivr.wiring_messages import OUTCOMES
from ivr.wiring_seen import gauges

HERE = Path(__file__).parents[1]
DEPLOY, OPERATIONS = HERE / "deploy", (HERE / "OPERATIONS.md").read_text()
SAMPLE = DEPLOY / "sample"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"] for rule in group["rules"]
]
PANELS: list[dict[str, Any]] = json.loads((DEPLOY / "dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [one["expr"] for panel in PANELS for one in panel["targets"]]
SETTINGS = {str(field.alias or name.upper()) for name, field in Settings.model_fields.items()}
READERS = [
    *(HERE / name for name in ("Dockerfile", "compose.yaml", "OPERATIONS.md")),
    *(file for file in DEPLOY.iterdir() if file.is_file()),
]
"""What an operator reads or copies."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(tmp_path)}


@pytest.fixture
def numbers(home: dict[str, str]) -> set[str]:
    """All that the page of metrics shows, by name."""
    settings = load_settings(home)
    parts = wiring.parts(settings)
    shown_of_stores = gauges(parts.clock, wiring.seen(settings, parts))
    page = create_app([blueprint(())]).test_client().get("/metrics").text
    families = list(text_string_to_metric_families(page))
    shown = {f"{one.name}{ending}" for one in families for ending in ENDINGS.get(one.type, ("",))}
    return shown | {gauge.name for gauge in shown_of_stores}


ENDINGS: Mapping[str, Iterable[str]] = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_asks_for_numbers_that_the_page_shows(expression: str, numbers: set[str]) -> None:
    named = set(re.findall(r"\b(?:creditline_\w+|up)\b", expression))
    assert named
    assert named <= numbers | {"up"}


def words_of(label: str, home: dict[str, str]) -> Iterable[str]:
    settings = load_settings(home)
    shared = wiring.parts(settings)
    found = wiring.seen(settings, shared)
    match label:
        case "route":
            app = create_app(wiring.blueprints(settings, shared, found))
            return [rule.endpoint for rule in app.url_map.iter_rules()]
        case "job":
            return [
                job["job_name"] for job in yaml.safe_load((DEPLOY / "prometheus.yaml").read_text())["scrape_configs"]
            ]
    known: dict[str, Iterable[str]] = {
        "limit": list(Counted),
        "check": [*found.ready.essential, *found.ready.helpful],
        "outcome": OUTCOMES,
        "reason": list(Reason),
        "input": ["began", "no-match", *INPUTS.values()],
        "status": ["500", "503"],
    }
    return known[label]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_words_that_an_expression_looks_for_exist(expression: str, home: dict[str, str]) -> None:
    for label, word in re.findall(r'(\w+)=~?"([^"]*)"', expression):
        known = list(words_of(label, home))
        assert all(any(re.fullmatch(each, one) for one in known) for each in word.split("|")), (label, word)


def test_each_alert_has_its_chapter() -> None:
    chapters = re.findall(r"^### (Creditline\w+)$", OPERATIONS, re.MULTILINE)
    assert sorted(chapters) == sorted(rule["alert"] for rule in RULES)


@pytest.mark.parametrize("file", READERS, ids=lambda file: file.name)
def test_a_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]*[A-Z])", file.read_text()))
    assert named <= SETTINGS


def test_a_setting_of_the_handbook_exists() -> None:
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)[`=]", OPERATIONS))
    assert named - {"LINE_ADDRESS"} <= SETTINGS


def test_the_settings_to_fill_in_are_all_that_a_production_needs() -> None:
    lines = (DEPLOY / "creditline.env").read_text().splitlines()
    given = {line.partition("=")[0].removeprefix(PREFIX) for line in lines if not line.startswith("#")}
    assert {*REQUIRED, "DATABASE_URL"} <= given


def test_a_command_of_the_handbook_exists() -> None:
    named = set(re.findall(r"(?:^|`)creditline ([a-z]+)", OPERATIONS, re.MULTILINE))
    assert named
    assert named <= COMMANDS.keys()


def test_a_file_of_the_handbook_exists() -> None:
    named = set(re.findall(r"\bdeploy/[\w.@-]*\w", OPERATIONS))
    assert named
    assert [name for name in named if not (HERE / name).exists()] == []


def test_the_samples_can_be_imported(home: dict[str, str]) -> None:
    run = CliRunner(env=home)
    for words in (["migrate"], ["offers", "import", str(SAMPLE / "offers.csv")]):
        assert run.invoke(main, words).exit_code == 0
    for kind in ("people", "accounts", "applications"):
        file = SAMPLE / f"{kind}.csv"
        outcome = run.invoke(main, ["import", kind, str(file)])
        rows = len(file.read_text().splitlines()) - 1
        assert f"written: {rows} added, 0 changed, 0 unchanged, 0 bad" in outcome.output
