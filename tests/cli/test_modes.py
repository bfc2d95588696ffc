"""A demo is no production: the database knows which it was made for, and whatever disagrees is refused in one line."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from tests.cli.core_system import BERIT, csv_of
from tests.processes.test_starting import SOUND
from tests.service import environment, free_port, run
from tests.storage.revisions import put_back

SETTINGS = {"demo": {"MODE": "demo"}, "production": SOUND}
OTHER = {"demo": "production", "production": "demo"}
Creditline = Callable[..., Result]


@pytest.fixture
def creditline(tmp_path: Path) -> Creditline:
    """Run a command in a mode, with the settings that such a service has; all of them on one database."""
    return lambda mode, *words: CliRunner(env=env_of(mode, tmp_path)).invoke(main, words)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database that was made for each mode."""
    folders = {mode: tmp_path_factory.mktemp(mode) for mode in SETTINGS}
    for mode, folder in folders.items():
        assert CliRunner(env=env_of(mode, folder)).invoke(main, ["migrate"]).exit_code == 0
    return {mode: folder / "credit.db" for mode, folder in folders.items()}


def env_of(mode: str, folder: Path) -> dict[str, str]:
    settings = SETTINGS[mode] | {"BIND": f"127.0.0.1:{free_port()}"}
    return environment(DATA_DIR=str(folder), DATABASE_URL=f"sqlite:///{folder}/credit.db", **settings)


def content(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "credit.db")) as database:
        return "\n".join(database.iterdump())


@pytest.mark.parametrize("mode", SETTINGS)
@pytest.mark.parametrize(
    "command", ["migrate", "seed --demo", "seed --demo --fresh", "applications list", "offers list"]
)
def test_a_command_of_the_other_mode_is_refused_and_changes_nothing(
    creditline: Creditline, migrated: dict[str, Path], tmp_path: Path, mode: str, command: str
) -> None:
    copy(migrated[mode], tmp_path)
    before = content(tmp_path)
    ended = creditline(OTHER[mode], *command.split())
    assert (ended.exit_code, ended.stderr.count("\n")) == (2, 1), ended.output
    assert content(tmp_path) == before


@pytest.mark.parametrize("mode", SETTINGS)
def test_the_commands_of_its_own_mode_run(
    creditline: Creditline, migrated: dict[str, Path], tmp_path: Path, mode: str
) -> None:
    copy(migrated[mode], tmp_path)
    for words in (["migrate"], ["applications", "list"], ["offers", "list"]):
        assert creditline(mode, *words).exit_code == 0


@pytest.mark.parametrize("mode", SETTINGS)
@pytest.mark.parametrize("command", ["serve", "demo", "worker"])
def test_no_service_of_the_other_mode_starts(
    migrated: dict[str, Path], tmp_path: Path, mode: str, command: str
) -> None:
    copy(migrated[mode], tmp_path)
    before = content(tmp_path)
    ended = run(command, env=env_of(OTHER[mode], tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert content(tmp_path) == before


def test_a_demo_in_a_shell_with_a_productions_settings_is_refused(migrated: dict[str, Path], tmp_path: Path) -> None:
    copy(migrated["production"], tmp_path)
    before = content(tmp_path)
    env = env_of("production", tmp_path)
    del env["CREDITLINE_MODE"]
    ended = run("demo", env=env)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "made for production" in ended.stderr
    assert content(tmp_path) == before


def test_demo_people_are_not_seeded_into_a_production(
    creditline: Creditline, migrated: dict[str, Path], tmp_path: Path
) -> None:
    copy(migrated["production"], tmp_path)
    for words in (["seed", "--demo"], ["seed", "--demo", "--fresh"]):
        ended = creditline("production", *words)
        assert (ended.exit_code, ended.stderr.count("\n")) == (2, 1)
        assert "production" in ended.stderr


def test_a_folder_of_a_demo_makes_no_service_a_demo(tmp_path: Path) -> None:
    """Where the environment says nothing, it is a production that lacks its settings."""
    (tmp_path / "mode").write_text("demo\n")
    ended = run("serve", env=environment(DATA_DIR=str(tmp_path), BIND=f"127.0.0.1:{free_port()}"))
    assert ended.returncode == 2
    assert "CREDITLINE_SECRET_KEYS is missing" in ended.stderr


class TestOfADatabaseFromBeforeModesWereNoted:
    """Revision 11 is the last that has none."""

    @staticmethod
    def forget_mode(folder: Path) -> None:
        put_back(folder / "credit.db", "0011")

    def test_a_production_from_before_modes_were_noted_stays_a_production(
        self, creditline: Creditline, tmp_path: Path
    ) -> None:
        file = tmp_path / "people.csv"
        file.write_text(csv_of(BERIT))
        assert creditline("production", "migrate").exit_code == 0
        assert creditline("production", "import", "people", str(file)).exit_code == 0
        self.forget_mode(tmp_path)
        before = content(tmp_path)
        for words in (["migrate"], ["seed", "--demo", "--fresh"]):
            assert creditline("demo", *words).exit_code == 2
        assert content(tmp_path) == before
        assert creditline("production", "migrate").exit_code == 0
        assert creditline("demo", "migrate").exit_code == 2

    def test_a_demo_from_before_modes_were_noted_stays_a_demo_whoever_has_applied_since(
        self, creditline: Creditline, tmp_path: Path
    ) -> None:
        file = tmp_path / "people.csv"
        file.write_text(csv_of(BERIT))
        for words in (["migrate"], ["seed", "--demo"], ["import", "people", str(file)]):
            assert creditline("demo", *words).exit_code == 0
        self.forget_mode(tmp_path)
        assert creditline("demo", "migrate").exit_code == 0
        assert creditline("production", "migrate").exit_code == 2

    @pytest.mark.parametrize("mode", SETTINGS)
    def test_an_empty_database_from_before_modes_were_noted_is_of_the_first_mode_that_comes(
        self, creditline: Creditline, migrated: dict[str, Path], tmp_path: Path, mode: str
    ) -> None:
        copy(migrated[OTHER[mode]], tmp_path)
        self.forget_mode(tmp_path)
        assert creditline(mode, "migrate").exit_code == 0
        assert creditline(OTHER[mode], "migrate").exit_code == 2
