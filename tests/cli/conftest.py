"""The commands, run in this process: each of them in one of its own would take a second or two."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from tests.cli.core_system import BERIT, OLLE, Core, csv_of
from tests.postgres import DATABASES
from tests.service import environment

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def peopled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo with the demo people in it."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    env = environment(MODE="demo", DATA_DIR=str(folder))
    for words in (["migrate"], ["seed", "--demo"]):
        assert CliRunner(env=env).invoke(main, words).exit_code == 0
    return folder


@pytest.fixture
def env(peopled_demo: Path, tmp_path: Path) -> dict[str, str]:
    """Of a demo with the demo people in it."""
    return environment(MODE="demo", DATA_DIR=str(copytree(peopled_demo, tmp_path / "data")))


@pytest.fixture
def creditline(env: dict[str, str]) -> Run:
    """The commands of that demo."""
    return lambda *words: CliRunner(env=env).invoke(main, words)


@pytest.fixture(params=DATABASES)
def core(request: pytest.FixtureRequest, tmp_path: Path) -> Core:
    url = request.getfixturevalue(f"{request.param}_url")
    return Core(tmp_path, environment(MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=url))


@pytest.fixture
def peopled(core: Core) -> Core:
    """With Berit and Olle."""
    assert core.sends("people", csv_of(BERIT, OLLE)).exit_code == 0
    return core
