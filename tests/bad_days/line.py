"""A production of two instances behind a balancer: `creditline serve` twice, on one database and one Redis."""

import os
import resource
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from sqlalchemy import insert

from ivr import wiring
from ivr.config import load_settings
from ivr.phone.line import Line
from storage import demo, mode
from storage.engine import writing
from storage.migrate import upgrade
from storage.repositories.documents import row_of_document
from storage.repositories.offers import row_of_offer
from storage.tables import documents, offers
from tests.bench.machines import Balancer
from tests.bench.people import Crowd, move_in
from tests.forked import run_forked
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.service import MANY_CALLS, Service, free_port, start_service

PATIENCE = 1800.0  # seconds: some hundred rows are sealed anew in a second, and a long day leaves many
PUBLIC_URL, AUTH_TOKEN = "https://line.example", "9a7c3e51d08f4b62a1e7c95d3f80b426"
KEYS = (
    "5f1d7a3c9be2046881c7da5e30f94b26d8a1637f0e5c92b4417dfa8836e0c95b",
    "c4e81b07f95a2d6339ae6c10857df24bb2906de174f8a35c0d17e94b62f5a838",
)
SETTINGS = MANY_CALLS | {
    "MODE": "production",
    "PUBLIC_URL": PUBLIC_URL,
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "SMS_FROM": LINE_NUMBER,
    "LENDER": "Exempelbanken",
    "MAIL_FROM": "credit@lender.example",
    "AGENTS_GENERAL": "+46701740690",
    "AGENTS_SPECIALIST": "+46701740692",
    "LANGUAGES": "en-GB",
    "ALLOW_KEYED_SIGNING": "true",
    "WEB_WORKERS": "1",
}


@dataclass
class Instances:
    """`env`: of all processes and commands."""

    env: dict[str, str] = field(repr=False)
    balancer: Balancer
    folder: Path
    random: Random
    running: list[Service] = field(default_factory=list)
    killed_workers: int = 0
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def line(self) -> Line:
        return Line(self.balancer.url, PUBLIC_URL, AUTH_TOKEN, ACCOUNT, LINE_NUMBER)

    @property
    def outputs(self) -> list[str]:
        return [file.read_text() for file in self.folder.glob("*/output")]

    def start(self) -> None:
        folder, port = self.folder / str(next(self._numbers)), free_port()
        folder.mkdir()
        env = self.env | {"CREDITLINE_DATA_DIR": str(folder), "CREDITLINE_BIND": f"127.0.0.1:{port}"}
        self.running.append(start_service(env))
        self.balancer.let_in(port)

    def stop_oldest(self) -> None:
        oldest = self.running.pop(0)
        self.balancer.take_out(load_settings(oldest.env).port)
        assert oldest.stop() == 0

    def start_anew(self, **settings: str) -> None:
        """Each instance, one after the other; a new one answers before an old one is stopped."""
        self.env |= {f"CREDITLINE_{name}": value for name, value in settings.items()}
        for _ in range(len(self.running)):
            self.start()
            self.stop_oldest()

    def command(self, *words: str) -> str:
        env = self.env | {"CREDITLINE_DATA_DIR": str(self.folder)}
        ended = run_forked(*words, env=env, timeout=PATIENCE)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def change_keys(self) -> None:
        """As SECURITY.md says, up to the rotation; the old key is retired a day later."""
        old, *_ = self.env["CREDITLINE_SECRET_KEYS"].split(",")
        new = next(key for key in KEYS if key != old)
        self.start_anew(SECRET_KEYS=f"{old},{new}")
        self.start_anew(SECRET_KEYS=f"{new},{old}")
        self.command("keys", "rotate")

    def kill_a_web_worker(self) -> None:
        os.kill(self.random.choice(self.random.choice(self.running).pids()["web workers"]), signal.SIGKILL)

    def kill_a_background_worker(self) -> None:
        os.kill(self.random.choice(self.random.choice(self.running).pids()["worker"]), signal.SIGKILL)
        self.killed_workers += 1

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No process writes another byte to a file of its own."""
        pids = [pid for one in self.running for some in one.pids().values() for pid in some]
        before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
        for pid, (_, most) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
        yield
        for pid, limits in before.items():
            with suppress(ProcessLookupError):  # some are replaced by others
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def running_instances(env: dict[str, str], folder: Path, people: Crowd, random: Random) -> Iterator[Instances]:
    settle(env | {"CREDITLINE_DATA_DIR": str(folder)}, people)
    with Balancer().running() as balancer:
        instances = Instances(dict(env), balancer, folder, random)
        try:
            for _ in range(2):
                instances.start()
            yield instances
        finally:
            for one in instances.running:
                one.stop()


def settle(env: Mapping[str, str], people: Crowd) -> None:
    """Those who call, what is offered, and its documents."""
    settings = load_settings(env)
    upgrade(settings.database_url)
    mode.claim(settings.database_url, settings.mode)
    parts = wiring.parts(settings)
    with writing(parts.engine).begin() as connection:
        connection.execute(insert(documents), [row_of_document(document) for document in demo.documents()])
        connection.execute(insert(offers), [row_of_offer(offer, settings.ledger) for offer in demo.offers()])
    move_in(parts, people)
    parts.engine.dispose()
