"""`creditline token` prints what the API of the same service believes, and nothing beside it."""

import json
import re
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from ivr.api.tokens import OF_CUSTOMERS, Scope, Tokens
from ivr.config import load_settings
from tests.service import environment, run, run_alone


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(MODE="demo", DATA_DIR=str(tmp_path), CLOCK="2026-01-01T12:00:00+01:00")


def life(token: str) -> int:
    """Seconds."""
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    return int(claims["exp"] - claims["iat"])


def test_a_printed_token_is_believed_also_where_the_clock_is_set(env: dict[str, str]) -> None:
    ended = run_alone("token", "--ledger", "777", "--scope", "onboarding:read", "--scope", "pii:read", env=env)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", ended.stdout)
    bearer = Tokens.of(load_settings(env)).verify(ended.stdout.strip())
    assert (bearer.ledger, sorted(bearer.scopes)) == (777, [Scope.ONBOARDING_READ, Scope.PII_READ])


def test_a_token_is_for_the_ledger_of_the_line_and_for_an_hour_unless_said_otherwise(env: dict[str, str]) -> None:
    env |= {"CREDITLINE_LEDGER": "602"}
    printed = run("token", "--scope", "accounts:read", env=env).stdout.strip()
    assert Tokens.of(load_settings(env)).verify(printed).ledger == 602
    assert life(printed) == 3600


def test_a_printed_token_lives_for_a_day_at_most(env: dict[str, str]) -> None:
    assert life(run("token", "--scope", "accounts:read", "--hours", "24", env=env).stdout) == 24 * 3600
    for hours in ("25", "0", "-1", "soon"):
        ended = run("token", "--scope", "accounts:read", "--hours", hours, env=env)
        assert (ended.returncode, ended.stdout) == (2, ""), hours


@pytest.mark.parametrize(
    "words", [[], ["--scope", "admin"], ["--scope", "journey:self"], ["--scope", "pii:read", "--scope", ""]]
)
def test_without_a_scope_that_exists_one_line_lists_them_all(words: list[str], env: dict[str, str]) -> None:
    ended = run("token", *words, env=env)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert all((scope in ended.stderr) is (scope not in OF_CUSTOMERS) for scope in Scope)


def test_no_token_is_for_ledger_zero(env: dict[str, str]) -> None:
    assert run("token", "--ledger", "0", "--scope", "pii:read", env=env).returncode == 2


def test_a_production_without_secret_keys_issues_nothing(tmp_path: Path) -> None:
    ended = run("token", "--scope", "pii:read", env=environment(DATA_DIR=str(tmp_path)))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "CREDITLINE_SECRET_KEYS" in ended.stderr
