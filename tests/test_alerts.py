"""The alert rules speak of numbers that the service shows, and of each limit once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from domain.limits import Counted
from ivr.app import create_app
from ivr.limits_reached import LimitReports
from ivr.metrics_page import blueprint

RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((Path(__file__).parents[1] / "deploy" / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
SELECTOR = re.compile(r"(creditline_\w+)\{([^}]*)\}")
MATCHERS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, word: value == word,
    "!=": lambda value, word: value != word,
    "=~": lambda value, word: re.fullmatch(word, value) is not None,
    "!~": lambda value, word: re.fullmatch(word, value) is None,
}


def words_of(rule: dict[str, Any]) -> set[str]:
    """The limits that a rule watches."""
    [(_, labels)] = SELECTOR.findall(rule["expr"])
    conditions = re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', labels)
    assert {name for name, _, _ in conditions} == {"limit"}
    return {limit for limit in Counted if all(MATCHERS[how](limit, word) for _, how, word in conditions)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
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
    assert words_of(rule)
    assert {(name, word) for word in words_of(rule)} <= shown


def test_each_limit_is_watched_by_one_rule() -> None:
    watched = [word for rule in RULES for word in words_of(rule)]
    assert sorted(watched) == sorted(Counted)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_whoever_is_woken_is_told_why(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in ("page", "ticket")
