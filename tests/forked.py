"""Processes of tests, forked from one that has loaded what they need: that takes longer than most of them live."""

import os
import runpy
import subprocess
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.leashed import refuse_where_none_is_wanted

_loaded = [
    f"ivr.cli.{name}" for name in ("serve", "demo", "worker", "migrate", "seed", "token", "import_", "fallback", "call")
]
_loaded.append("pytest")


def processes_with(module: str) -> ForkServerContext:
    """Call it on import: all processes that are forked have `module`, and those of other callers."""
    _loaded.append(module)
    context = get_context("forkserver")
    context.set_forkserver_preload(_loaded)
    return context


PROCESSES = processes_with(__name__)


def run_forked(*words: str, env: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """`creditline` with these words, run to its end."""
    refuse_where_none_is_wanted()
    with TemporaryDirectory(prefix="run-") as folder:
        process = PROCESSES.Process(target=_run, args=(words, env, folder))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(list(words), timeout)
        outputs = [(Path(folder) / name).read_text() for name in ("stdout", "stderr")]
    return subprocess.CompletedProcess(words, process.exitcode, *outputs)


def _run(words: tuple[str, ...], env: dict[str, str], folder: str) -> None:
    """Its environment and its outputs are as those of a command that was started by itself."""
    os.environ.clear()
    os.environ.update(env)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.argv = ["creditline", *words]
    runpy.run_module("ivr.cli", run_name="__main__")
