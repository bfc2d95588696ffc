"""The alert rules speak of numbers that the service shows, and of each limit once."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from domain.limits import Counted
from ivr import wiring
from ivr.app import create_app
from ivr.config import load_settings
from ivr.counts import TALLY
from ivr.dialogue.context import Reason
from ivr.health import LOOK
from ivr.limits_reached import LimitReports
from ivr.metrics import MESSAGES, STORE_FAILURES, TRANSFERS
from ivr.metrics_page import blueprint
from ivr.wiring_messages import OUTCOMES
from storage.outbox import SENT

GROUPS: dict[str, list[dict[str, Any]]] = {
    group["name"]: group["rules"]
    for group in yaml.safe_load((Path(__file__).parents[1] / "deploy" / "alerts.yaml").read_text())["groups"]
}
RULES = [rule for rules in GROUPS.values() for rule in rules]
OF_LIMITS, OF_MESSAGES = GROUPS["creditline-limits"], GROUPS["creditline-messages"]
SELECTOR = re.compile(r"(creditline_\w+)\{([^}]*)\}")
MATCHERS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, word: value == word,
    "!=": lambda value, word: value != word,
    "=~": lambda value, word: re.fullmatch(word, value) is not None,
    "!~": lambda value, word: re.fullmatch(word, value) is None,
}


def words_of(rule: dict[str, Any], label: str, every: Iterable[str]) -> set[str]:
    """Those of a label's words that a rule watches."""
    [(_, labels)] = SELECTOR.findall(rule["expr"])
    conditions = re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', labels)
    assert {name for name, _, _ in conditions} == {label}
    return {one for one in every if all(MATCHERS[how](one, word) for _, how, word in conditions)}


def limits_of(rule: dict[str, Any]) -> set[str]:
    return words_of(rule, "limit", Counted)


@pytest.mark.parametrize("rule", OF_LIMITS, ids=lambda rule: rule["alert"])
def test_a_rule_watches_numbers_that_the_page_has_from_the_start(rule: dict[str, Any]) -> None:
    """Growth from nothing is seen only where nought was shown before."""
    LimitReports()
    page = create_app([blueprint(())]).test_client().get("/metrics").text
    shown = {
        (sample.name, sample.labels["limit"])
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if "limit" in sample.labels
    }
    [(name, _)] = SELECTOR.findall(rule["expr"])
    assert limits_of(rule)
    assert {(name, word) for word in limits_of(rule)} <= shown


def test_failures_and_transfers_are_shown_before_there_are_any(tmp_path: Path) -> None:
    """By each web worker, which begins to count after it was forked."""
    settings = load_settings({"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(tmp_path)})
    TALLY.begin_anew()
    wiring.line(settings, wiring.parts(settings))
    counted = TALLY.counts()
    assert {words for name, words in counted if name == TRANSFERS.name} == {(reason,) for reason in Reason}
    assert {words for name, words in counted if name == STORE_FAILURES.name} == {("sql",), ("redis",)}


def test_each_limit_is_watched_by_one_rule() -> None:
    watched = [word for rule in OF_LIMITS for word in limits_of(rule)]
    assert sorted(watched) == sorted(Counted)


def test_each_bad_end_of_a_message_is_watched_by_one_rule() -> None:
    watched = [word for rule in OF_MESSAGES for word in words_of(rule, "outcome", OUTCOMES)]
    assert sorted(watched) == sorted(set(OUTCOMES) - {SENT})
    assert {SELECTOR.findall(rule["expr"])[0][0] for rule in OF_MESSAGES} == {f"{MESSAGES.name}_total"}


def test_each_check_of_readyz_is_watched_by_one_rule(tmp_path: Path) -> None:
    settings = load_settings({"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(tmp_path)})
    ready = wiring.seen(settings, wiring.parts(settings)).ready
    watching = [rule for rule in GROUPS["creditline-readiness"] if "creditline_ready{" in rule["expr"]]
    stops, degrades = (words_of(rule, "check", [*ready.essential, *ready.helpful, LOOK]) for rule in watching)
    assert (stops, degrades) == (set(ready.essential), {*ready.helpful, LOOK})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_whoever_is_woken_is_told_why(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in ("page", "ticket")
