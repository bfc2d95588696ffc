"""A deployment that is never down: each change of its settings starts new processes before the old ones are stopped."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Self

import httpx
from click.testing import CliRunner, Result

from ivr.cli import main, web, worker
from ivr.leash import die_with
from tests.rotation.front import Front
from tests.service import PATIENCE, WEB, free_port, until

# Forked from a process that has loaded everything: `creditline serve` starts the same two, each in two seconds.
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.rotation.deployment", "ivr.wsgi", "ivr.wiring_worker"])


@dataclass
class Instance:
    """The web server and the background worker of one start."""

    env: dict[str, str] = field(repr=False)
    port: int = field(default_factory=free_port)

    def start(self) -> Self:
        env = self.env | {"CREDITLINE_BIND": f"127.0.0.1:{self.port}"}
        self._processes: Sequence[ForkServerProcess] = [
            FORKS.Process(target=runs, args=(env,)) for runs in (_run_worker, _run_web)
        ]
        for process in self._processes:
            process.start()
        until(self._is_ready)
        return self

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(PATIENCE)
            assert process.exitcode == 0

    def kill(self) -> None:
        for process in self._processes:
            process.kill()

    def _is_ready(self) -> bool:
        assert all(process.is_alive() for process in self._processes)
        try:
            return WEB.get(f"http://127.0.0.1:{self.port}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@dataclass
class Deployment:
    """`env`: of all its processes and commands; the secret keys are in it, too. `valkey`: the folder of Valkey."""

    env: dict[str, str] = field(repr=False)
    front: Front
    valkey: Path
    _instance: Instance

    def starts_anew(self, *secret_keys: str) -> None:
        """With other keys. The old instance and the new one both answer, until the old one is taken out."""
        before, self.env = self._instance, self.env | {"CREDITLINE_SECRET_KEYS": ",".join(secret_keys)}
        self._instance = Instance(self.env).start()
        self.front.let_in(self._instance.port)
        self.front.take_out(before.port)
        before.stop()

    def runs(self, *words: str, **settings: str) -> Result:
        """`creditline` with these words."""
        env = self.env | {f"CREDITLINE_{name}": value for name, value in settings.items()}
        return CliRunner(env=env).invoke(main, words, catch_exceptions=False)


@contextmanager
def deployed(env: dict[str, str], front: Front, valkey: Path) -> Iterator[Deployment]:
    deployment = Deployment(env, front, valkey, Instance(env).start())
    front.let_in(deployment._instance.port)
    try:
        yield deployment
    finally:
        front.take_out(deployment._instance.port)
        deployment._instance.stop()


def _run_web(env: dict[str, str]) -> None:
    _begin(env)
    web.main()


def _run_worker(env: dict[str, str]) -> None:
    _begin(env)
    worker.worker.main([], standalone_mode=False)


def _begin(env: dict[str, str]) -> None:
    die_with(os.getppid())
    os.environ.clear()
    os.environ.update(env)
