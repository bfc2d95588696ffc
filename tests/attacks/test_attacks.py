"""Every attack of `make attack` at a running service, and what its command says of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.config import load_settings
from ivr.wiring_demo import seed_demo
from tests.attacks.__main__ import ATTACKS, main
from tests.attacks.attack import Attack, Target
from tests.service import Service
from tests.test_config import PRODUCTION

pytestmark = pytest.mark.xdist_group("strangers")  # they share one service


@pytest.fixture
def target(small_house: Service) -> Target:
    """A service that nobody has called yet."""
    settings = load_settings(small_house.env)
    seed_demo(settings, fresh=True)
    return Target(small_house.url, settings, small_house.output)


@pytest.fixture
def command(target: Target, small_house: Service) -> Callable[..., Result]:
    """Runs `python -m tests.attacks` at the service, with some settings changed."""

    def run(*words: str, **changed: str) -> Result:
        env = small_house.env | {f"CREDITLINE_{name}": value for name, value in changed.items()}
        return CliRunner().invoke(main, [target.url, *words], env=env)

    return run


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_service_holds_against(attack: Attack, target: Target) -> None:
    verdict = attack.run(target)
    assert verdict.holds, verdict.figures


def test_the_command_tells_what_holds_and_how_to_restore_the_demo(
    command: Callable[..., Result], target: Target
) -> None:
    told = command("--only", "replays", "--only", "no strangers")
    first, *verdicts, last = told.output.splitlines()
    assert target.url in first
    assert [line.split()[:2] for line in verdicts] == [["holds", "no"], ["holds", "replays"]]
    assert "creditline seed --demo --fresh" in last
    assert told.exit_code == 0


def test_the_command_fails_where_an_attack_gets_through(command: Callable[..., Result]) -> None:
    """Told of settings in which fewer links leave than the service lets leave."""
    told = command("--only", "links", LINKS_IN_ALL="3")
    assert "\nBROKEN  links" in told.output
    assert told.exit_code == 1


def test_a_demo_of_which_something_is_used_up_is_not_attacked(command: Callable[..., Result]) -> None:
    assert command("--only", "replays").exit_code == 0
    again = command("--only", "replays")
    assert "run `creditline seed --demo --fresh` first" in again.output
    assert again.exit_code == 1


def test_a_production_is_attacked_without_its_people(command: Callable[..., Result]) -> None:
    production = {name.removeprefix("CREDITLINE_"): value for name, value in PRODUCTION.items()}
    told = command("--only", "unsigned requests", "--only", "replays", **production, MODE="production")
    assert "\nholds   unsigned requests" in told.output
    assert "\nnot tried in production: replays" in told.output
    assert told.exit_code == 0


@pytest.mark.parametrize("elsewhere", ["http://192.0.2.1:8080", "http://line.example"])
def test_only_a_service_on_this_machine_is_attacked(elsewhere: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, [elsewhere], env=PRODUCTION | {"CREDITLINE_DATA_DIR": str(tmp_path)})
    assert "only a service on loopback" in told.output
    assert told.exit_code == 1
