"""Exit 0 fine, 2 usage; nothing is loaded that the command does not need."""

import sys
from pathlib import Path
from subprocess import check_output

from ivr.cli import COMMANDS
from tests.service import environment, run, run_alone


def test_help_lists_every_command(tmp_path: Path) -> None:
    ended = run_alone("--help", env=environment(DATA_DIR=str(tmp_path)))
    assert ended.returncode == 0
    listed = [line.split()[0] for line in ended.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert listed == list(COMMANDS)


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    assert run_alone("answer", env=environment(DATA_DIR=str(tmp_path))).returncode == 2


def test_seed_says_what_there_is_to_seed(tmp_path: Path) -> None:
    ended = run("seed", env=environment(MODE="demo", DATA_DIR=str(tmp_path)))
    assert ended.returncode == 2
    assert "--demo" in ended.stderr


def test_commands_without_a_database_say_so_in_one_line(tmp_path: Path) -> None:
    env = environment(
        MODE="demo", DATA_DIR=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/credit.db"
    )
    for words in (["migrate"], ["seed", "--demo"], ["worker"]):
        ended = run(*words, env=env)
        assert ended.returncode == 2, words
        assert ended.stderr.count("\n") == 1
        assert "CREDITLINE_DATABASE_URL" in ended.stderr


def test_the_group_loads_no_framework() -> None:
    script = "import sys, ivr.cli; print(*sys.modules)"
    loaded = check_output([sys.executable, "-c", script], text=True).split()
    assert not {"flask", "granian", "pydantic", "redis", "sqlalchemy", "twilio"} & set(loaded)
