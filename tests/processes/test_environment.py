"""`make` makes .venv, mends it, or says in one line what is missing; what the network would bring is written here."""

import subprocess
import sys
from pathlib import Path
from shutil import copy, rmtree, which

import pytest

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "make", "head", "tail", "grep", "find", "rm", "touch", "env", "chmod", "cat")
INSTALLER = """#!/bin/sh
case "$*" in
  *--editable*)
    printf '#!%s/.venv/bin/python\\nprint("it runs")\\n' "$(pwd -P)" > .venv/bin/creditline
    chmod +x .venv/bin/creditline ;;
esac
echo "$*" >> asked
"""
OLD_PYTHON = '#!/bin/sh\ntest "$1" = --version && echo Python 3.9.18\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What make needs of ours, on a machine with a Python, an installer, and nothing else."""
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(which(tool) or "")
    put(tmp_path / "bin/uv", INSTALLER)
    (tmp_path / "bin/python3").symlink_to(sys.executable)
    folder = tmp_path / "creditline"
    (folder / ".ci").mkdir(parents=True)
    for name in ("Makefile", ".ci/environment"):
        copy(ROOT / name, folder / name)
    for name in ("pyproject.toml", "requirements-dev.lock"):
        (folder / name).touch()
    return folder


def put(file: Path, content: str) -> None:
    file.unlink(missing_ok=True)
    file.write_text(content)
    file.chmod(0o755)


def made(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(folder.parent / "bin")}
    return subprocess.run(
        [str(folder.parent / "bin/make"), "-s", "demo"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def interrupted(folder: Path) -> Path:
    """Ctrl-C came while the first files were written."""
    rmtree(folder / ".venv")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to("python3")
    return folder


def interrupted_later(folder: Path) -> Path:
    """While libraries were installed."""
    (folder / ".venv/ready").unlink()
    (folder / ".venv/bin/creditline").unlink()
    return folder


def with_an_old_python(folder: Path) -> Path:
    put(folder / ".venv/bin/python", OLD_PYTHON)
    return folder


def without_its_python(folder: Path) -> Path:
    (folder / ".venv/bin/python").unlink()
    (folder / ".venv/bin/python").symlink_to("/nowhere/python3.11")
    return folder


def moved(folder: Path) -> Path:
    return folder.rename(folder.parent / "elsewhere")


BREAKAGES = [interrupted, interrupted_later, with_an_old_python, without_its_python, moved]


@pytest.mark.parametrize("break_it", BREAKAGES, ids=lambda function: function.__name__)
def test_make_mends_what_is_broken_and_leaves_alone_what_is_sound(checkout: Path, break_it: object) -> None:
    assert callable(break_it)
    assert made(checkout).stdout == "it runs\n"
    asked = (checkout / "asked").read_text()
    assert made(checkout).stdout == "it runs\n"
    assert (checkout / "asked").read_text() == asked
    ended = made(break_it(checkout))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "it runs\n", "")


def test_an_old_python_is_named_in_one_line(checkout: Path) -> None:
    put(checkout.parent / "bin/python3", OLD_PYTHON)
    ended = made(checkout)
    assert ended.returncode != 0
    [told, _ended_by_make] = ended.stderr.splitlines()
    assert told == "creditline: Python 3.11 or later is missing; python3 is Python 3.9.18"


def test_a_python_that_can_make_no_environment_is_named_in_one_line(checkout: Path) -> None:
    """As Debian's, without python3-venv."""
    put(checkout.parent / "bin/python3", '#!/bin/sh\ntest "$1" = -c || { echo "no ensurepip"; exit 1; }\n')
    [told, _ended_by_make] = made(checkout).stderr.splitlines()
    assert "install python3-venv, or uv" in told
    assert "(no ensurepip)" in told


def test_what_stands_in_the_way_of_an_environment_is_said_as_it_is(checkout: Path) -> None:
    full = "Error: [Errno 28] No space left on device"
    put(checkout.parent / "bin/python3", f'#!/bin/sh\ntest "$1" = -c || {{ echo "at work"; echo "{full}"; exit 1; }}\n')
    [told, _ended_by_make] = made(checkout).stderr.splitlines()
    assert f"({full})" in told
