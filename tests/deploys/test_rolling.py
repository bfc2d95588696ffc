"""A hundred calls live through deployments of two versions that take each other's place, again and again: none is lost.

`make test` plays the last release by this version with an edit; `make soak` runs its commit, every ten seconds.
"""

import os
import time
from asyncio import StreamReader, StreamWriter
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, func, select

from ivr import wiring
from ivr.config import load_settings
from ivr.phone.line import Line
from ivr.prompts.speech import said
from storage import seeding, tables
from storage.outbox import SENT, backlog
from tests.bench.people import Crowd as People
from tests.bench.people import available_of, crowd, move_in
from tests.deploys.last_release import COMMIT
from tests.deploys.patient import LANGUAGE, Caller, Crowd, Outcome
from tests.deploys.versions import ROOT, Edits, Running, changed_tree, tree_of
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.phone.caller import Person
from tests.rotation.front import Front
from tests.service import MANY_CALLS, PATIENCE, environment, until
from tests.valkey import running_valkey

pytestmark = pytest.mark.server

EVERY = float(os.environ.get("SOAK_DEPLOYS_EVERY", "0"))  # seconds
ROLLS = int(os.environ.get("SOAK_DEPLOYS", "2"))
SOME_TIME = 200  # acts: everybody's next two
IS_LAST_RELEASE = "SOAK_DEPLOYS" in os.environ
AT_ONCE = 4
ALL = crowd()
PEOPLE = People(ALL.customers[:80], ALL.applicants[:20], (), ALL.phones)

OTHER: Edits = {
    "ivr/dialogue/flow/account.py": (
        '        AGAIN,\n        Option("wrong", wrong),\n',
        '        Option("wrong", wrong),\n        AGAIN,\n',
    ),
    "ivr/dialogue/flow/terms.py": (
        '(AGREE, Option("disagree", disagree), Option(',
        '(Option("disagree", disagree), AGREE, Option(',
    ),
    "ivr/dialogue/identify_states.py": (
        '    tag: Literal["AwaitCode"]',
        '    asked_by: str = "the line"\n    tag: Literal["AwaitCode"]',
    ),
}
"""To hear figures again and to sign have other keys, and the wait for a code has one more field."""


@pytest.fixture
def other_tree(tmp_path: Path) -> Path:
    return tree_of(COMMIT, tmp_path / "last") if IS_LAST_RELEASE else changed_tree(tmp_path / "other", OTHER)


@pytest.fixture
def env(tmp_path: Path, front: Front, sqlite_url: str) -> Iterator[dict[str, str]]:
    (tmp_path / "valkey").mkdir()
    (tmp_path / "data").mkdir()
    with running_valkey(tmp_path / "valkey") as redis_url:
        found = environment(
            MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=sqlite_url, REDIS_URL=redis_url,
            PUBLIC_URL=front.url, TWILIO_AUTH_TOKEN="7" * 32, SECRET_KEYS="0123456789abcdef" * 4,
            LANGUAGES=LANGUAGE, WEB_WORKERS="1", **MANY_CALLS,
        )  # fmt: skip
        shared = wiring.parts(load_settings(found))
        seeding.seed(shared.engine, shared.cipher, shared.clock.now(), fresh=False)
        move_in(shared, PEOPLE)
        yield found
        shared.engine.dispose()


class Mixing(Front):
    """Passes requests to the instances that are in at random: taking turns, a caller could always meet the same one."""

    _random = Random(13)  # noqa: S311 - it keeps no secret

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._random.shuffle(self._ports)
        await super()._serve(reader, writer)


@pytest.fixture
def front() -> Iterator[Front]:
    with Mixing().running() as running:
        yield running


def callers(front: Front) -> list[Caller]:
    line = Line(front.url, front.url, "7" * 32, ACCOUNT, LINE_NUMBER)
    figures = {digits: said(available_of(place), LANGUAGE) for place, digits in enumerate(PEOPLE.customers)}
    return [Caller(Person(line, PEOPLE.phones[digits]), digits, figures.get(digits)) for digits in PEOPLE.known]


@dataclass
class Deployments:
    """Of versions by turns. Each is started beside the one before it, and takes its place."""

    trees: Sequence[Path]
    log: Path
    env: dict[str, str] = field(repr=False)
    front: Front

    def begin(self) -> None:
        self._running = self._started(0)

    def run(self, people: Crowd) -> None:
        for turn in range(1, ROLLS + 1):
            before, self._running = self._running, self._started(turn)
            _let(people, act_for=SOME_TIME)
            self.front.take_out(before.port)
            before.stop()
            _let(people, act_for=SOME_TIME)

    def end(self) -> None:
        self._running.stop()

    def _started(self, turn: int) -> Running:
        started = Running(self.trees[turn % len(self.trees)], self.log, self.env).start()
        self.front.let_in(started.port)
        return started


def _let(people: Crowd, act_for: int) -> None:
    """So many acts at least, and half of the time that lies between two deployments."""
    enough, soon = people.acts + act_for, time.monotonic() + EVERY / 2
    until(lambda: people.acts >= enough and time.monotonic() >= soon, within=PATIENCE + EVERY)


def test_a_hundred_calls_live_through_deployments_of_two_versions(
    env: dict[str, str], front: Front, other_tree: Path, tmp_path: Path
) -> None:
    everybody, people = callers(front), Crowd(deque())
    deployments = Deployments((other_tree, ROOT), tmp_path / "log", env, front)
    deployments.begin()
    people.dials(everybody)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        going = [pool.submit(people.goes_on) for _ in range(AT_ONCE)]
        try:
            deployments.run(people)
        finally:
            people.stop.set()
            for one in going:
                one.result()
    with closed(wiring.parts(load_settings(env)).engine) as engine:
        until(lambda: not waiting_messages(engine))
        deployments.end()
        assert people.ended[Outcome.LOST] == 0, people.lost
        assert people.ended[Outcome.CARRIED] > people.ended[Outcome.PERSON]
        assert "presented_again" in (tmp_path / "log").read_text()
        assert signatures(engine) == sum(caller.has_signed for caller in everybody) > 0
        assert outcomes(engine) == {SENT}


@contextmanager
def closed(engine: Engine) -> Iterator[Engine]:
    yield engine
    engine.dispose()


def waiting_messages(engine: Engine) -> int:
    return backlog(engine, datetime.now(UTC)).waiting


def signatures(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(tables.evidence)).scalar_one()


def outcomes(engine: Engine) -> set[str | None]:
    """How messages ended, but for those that are meant for later."""
    ended = select(tables.outbox.c.outcome).where(tables.outbox.c.created_at <= datetime.now(UTC))
    with engine.connect() as connection:
        return set(connection.execute(ended).scalars())
