"""Digests in processes of their own: the same under every Python and option, and others where a state was edited."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.dialogue.digests import digests
from tests.deploys.versions import ROOT, Edits, changed_tree

pytestmark = pytest.mark.server

SHOW = "import json; from ivr.dialogue.digests import digests; print(json.dumps(digests()))"
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))


def shown(folder: Path, *options: str, tree: Path = ROOT, python: str = sys.executable, **env: str) -> dict[str, str]:
    """By a process that compiles everything itself, into `folder`."""
    path = f"{tree}{os.pathsep}{sysconfig.get_path('purelib')}"
    own = {"PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(folder), **env}
    answer = subprocess.run([python, "-P", *options, "-c", SHOW], env=own, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, str] = json.loads(answer.stdout)
    return found


def pythons() -> Iterator[str]:
    """Those of this machine that the line runs on; a name on the path can be one of a Python that is not there."""
    for minor in range(11, 20):
        for name in (f"python3.{minor}", *map(str, PYENV.glob(f"versions/3.{minor}.*/bin/python"))):
            try:
                found = subprocess.run([name, "-c", ""], capture_output=True, check=False)
            except FileNotFoundError:
                continue
            if found.returncode == 0:
                yield name
                break


@pytest.mark.parametrize("options", [(), ("-O",), ("-OO",), ("-X", "no_debug_ranges")], ids="_".join)
def test_digests_are_the_same_under_every_option_of_python(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert shown(tmp_path, *options) == digests()


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_digests_are_the_same_whatever_the_order_of_sets(tmp_path: Path, seed: str) -> None:
    assert shown(tmp_path, PYTHONHASHSEED=seed) == digests()


def test_digests_are_the_same_under_every_python_of_this_machine(tmp_path: Path) -> None:
    for python in {sys.executable, *pythons()}:
        assert shown(tmp_path, python=python) == digests(), python


def edited(file: str, before: str, after: str) -> Edits:
    return {f"ivr/dialogue/{file}": (before, after)}


@pytest.mark.parametrize(
    ("edits", "states"),
    [
        pytest.param(edited("tell.py", "TERMS_PAGES = 2", "TERMS_PAGES = 3"), {"TellTerms"}, id="pages of terms"),
        pytest.param(edited("flow/signing.py", "RESENDS = 1", "RESENDS = 2"), {"AwaitSigningCode"}, id="resends"),
        pytest.param(
            {"domain/verification.py": ("CODE_LENGTH = 6", "CODE_LENGTH = 7")},
            {"AwaitCode", "AwaitSigningCode"},
            id="the length of a code",
        ),
        pytest.param(
            edited("flow/obstacles.py", "{Obstacle.IDENTITY_FAILED, ", "{"), {"CannotSign"}, id="a set of obstacles"
        ),
        pytest.param(
            edited("flow/application_details.py", "state.page == state.pages", "state.page >= state.pages"),
            {"TellApplication"},
            id="a condition behind a condition",
        ),
        pytest.param(
            edited("flow/transfer.py", "state.missed not in", "state.missed in"), {"NobodyAnswered"}, id="a condition"
        ),
        pytest.param(
            edited("signing_states.py", "Hint.FIRST, 0, may_sign=True", "Hint.FIRST, 0, may_sign=False"),
            {"AskConsent"},
            id="the menu behind a question",
        ),
        pytest.param(
            edited("flow/terms.py", "if state.page < TERMS_PAGES:", "if (\n state.page < TERMS_PAGES  # all\n ):"),
            set(),
            id="a comment",
        ),
        pytest.param(
            edited("flow/terms.py", '    """Any key that has no meaning goes on', '    """Other words. Any key'),
            set(),
            id="a docstring",
        ),
    ],
)  # fmt: skip
def test_a_state_whose_keys_mean_something_else_has_another_digest(
    tmp_path: Path, edits: Edits, states: set[str]
) -> None:
    found = shown(tmp_path / "compiled", tree=changed_tree(tmp_path / "tree", edits))
    assert {name for name, digest in digests().items() if found[name] != digest} == states
