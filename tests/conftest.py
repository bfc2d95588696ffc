"""Where tests keep their files, and which of them need a server."""

import os
import sys
import tempfile
from itertools import chain
from pathlib import Path
from shutil import disk_usage
from types import FunctionType

import pytest

from ivr import logs
from ivr.refusals import BoundedLines
from ivr.repeated_lines import RepeatedLines
from tests.leashed import NO_SERVER

pytest_plugins = ["tests.ending", "tests.servers"]
pytest.register_assert_rewrite("tests.service", "tests.postgres")

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's, for whoever runs tests
ROOM = 4_000_000_000  # bytes
WITHOUT_SERVERS = "not server"
STARTERS = frozenset(
    {
        "running_service",
        "running_postgres",
        "running_valkey",
        "start_server",
        "start_service",
        "behind_one_address",
        "known_to_sentinels",
        "a_cluster",
        "Valkey",
        "run_alone",
        "subprocess",
        "ProcessPoolExecutor",
    }
)
"""What starts a server or another process, by its name in a fixture or a test."""
ON_A_SERVER = frozenset({"postgresql", "redis_sessions"})
"""Parameters for which a fixture asks for a server by name."""

SHARING = ("session", "module")
"""Scopes of a service that several tests share."""

WALKERS = frozenset({"every_call", "samples", "sample_differences", "write_samples"})
"""What walks the whole call, by its name in a fixture or a test: once in a process, which takes seconds."""


def pytest_configure(config: pytest.Config) -> None:
    """In memory, where there is room: what a test loses with the machine is no loss.

    On a disk that others keep busy a commit of SQLite can wait for longer than the second that a caller's turn has for
    it; then the caller gets a person, rightly.
    """
    if MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)
    if config.option.markexpr == WITHOUT_SERVERS:
        os.environ[NO_SERVER] = "yes"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that need a server or a process of their own; `make check` goes without them.

    Whatever this does not see, is marked where it stands: `tests.leashed` refuses to start anything for the others.
    """
    for item in items:
        if isinstance(item, pytest.Function):
            names = _names(item)
            if names & STARTERS or _asks_for_a_server(item):
                item.add_marker("server")
            if names & WALKERS:
                item.add_marker(pytest.mark.xdist_group("walk"))
                item.add_marker("no_cover")  # three times as long with it, and no line is only theirs
            if shared := _shared_service(item):
                item.add_marker(pytest.mark.xdist_group(shared))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave the plugin of Hypothesis out where no test has loaded it: its report would, for a second."""
    if "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(name="hypothesispytest")


def _names(item: pytest.Function) -> frozenset[str]:
    """All that its code and its fixtures' code name."""
    definitions = chain.from_iterable(item._fixtureinfo.name2fixturedefs.values())
    functions = [item.function, *(definition.func for definition in definitions)]
    codes = [function.__code__ for function in functions if isinstance(function, FunctionType)]
    return frozenset(chain.from_iterable(code.co_names for code in codes))


def _shared_service(item: pytest.Function) -> str | None:
    """The one for a session or a module that it needs, so that no second process of tests starts another."""
    definitions = item._fixtureinfo.name2fixturedefs.get("service")
    if not definitions or definitions[-1].scope not in SHARING:
        return None
    callspec = getattr(item, "callspec", None)
    parameters = callspec.params if callspec else {}
    of = f" of {item.module.__name__}" if definitions[-1].scope == "module" else ""
    return f"service{of} on {parameters.get('service', parameters.get('database', 'sqlite'))}"


def _asks_for_a_server(item: pytest.Function) -> bool:
    """By a parameter on which a fixture does; or it runs a command."""
    callspec, command = getattr(item, "callspec", None), getattr(item.module, "run", None)
    parameters = [value for value in callspec.params.values() if isinstance(value, str)] if callspec else []
    runs = "run" in item.function.__code__.co_names and getattr(command, "__module__", None) == "tests.service"
    return runs or not ON_A_SERVER.isdisjoint(parameters)


@pytest.fixture(autouse=True)
def _a_minute_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tests before have logged leaves no line of this test out."""
    monkeypatch.setattr(logs, "LINES", BoundedLines())
    monkeypatch.setattr(logs, "REPEATED", RepeatedLines())
