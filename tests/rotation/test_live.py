"""A hundred calls go on while the secret key of a line is changed twice, as OPERATIONS.md says. None notices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import methodcaller
from pathlib import Path
from typing import Self

import pytest
from redis import Redis

from domain.limits import DAY, WINDOW
from ivr import wiring
from ivr.config import load_settings
from ivr.phone.line import Line
from storage import demo, seeding
from storage.call_sessions import LIFETIME
from storage.call_streams import STREAMS
from storage.cipher import Cipher
from tests.bench.people import Crowd, crowd, move_in, persons_of
from tests.canaries.places import cells_at, memory_of
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER
from tests.rotation.callers import Caller, callers
from tests.rotation.deployment import Deployment, deployed
from tests.rotation.front import Front
from tests.rotation.traces import Place, traces
from tests.service import MANY_CALLS, environment, until
from tests.valkey import running_valkey

OLD, NEW, NEWER = "0123456789abcdef" * 4, "89abcdef01234567" * 4, "456789abcdef0123" * 4
AUTH_TOKEN = "7" * 32
CROWD = crowd()
PEOPLE = Crowd(CROWD.customers[:80], CROWD.applicants[:20], (), CROWD.phones)
AT_ONCE = 4  # acts of different calls
COUNTED = {("tables", kind) for kind in ("claimed", "identifier", "caller", "wrong-codes")}
"""What is found until an hour has passed: so the scan does look for it."""


@dataclass(frozen=True)
class Callers:
    """Who phones. Everybody acts while the operator does something."""

    calls: Sequence[Caller]
    pool: ThreadPoolExecutor

    @contextmanager
    def acting(self, *acts: str) -> Iterator[None]:
        going = [self.pool.submit(_do, call, acts) for call in self.calls]
        yield
        for one in going:
            one.result()

    def parted(self) -> tuple[Self, Self]:
        """Four in five who call today, and those who call tomorrow."""
        tomorrow = self.calls[::5]
        return replace(self, calls=[call for call in self.calls if call not in tomorrow]), replace(self, calls=tomorrow)


def _do(call: Caller, acts: Sequence[str]) -> None:
    for act in acts:
        methodcaller(act)(call)


@pytest.fixture
def front() -> Iterator[Front]:
    with Front().running() as running:
        yield running


@pytest.fixture
def deployment(tmp_path: Path, front: Front, sqlite_url: str) -> Iterator[Deployment]:
    (tmp_path / "valkey").mkdir()
    with running_valkey(tmp_path / "valkey") as redis_url:
        env = environment(
            MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=sqlite_url, REDIS_URL=redis_url,
            PUBLIC_URL=front.url, TWILIO_AUTH_TOKEN=AUTH_TOKEN, SECRET_KEYS=OLD, **MANY_CALLS,
        )  # fmt: skip
        populate(env)
        with deployed(env, front, tmp_path / "valkey") as running:
            yield running


def populate(env: Mapping[str, str]) -> None:
    """With the demo people, and those who phone."""
    shared = wiring.parts(load_settings(env))
    seeding.seed(shared.engine, shared.cipher, shared.clock.now(), fresh=False)
    move_in(shared, PEOPLE)
    shared.engine.dispose()


def test_a_hundred_calls_do_not_notice_two_changes_of_the_key(deployment: Deployment, front: Front) -> None:
    line = Line(front.url, front.url, AUTH_TOKEN, ACCOUNT, LINE_NUMBER)
    everybody = callers(line, PEOPLE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        change(deployment, Callers(everybody[::2], pool), OLD, NEW)
        change(deployment, Callers(everybody[1::2], pool), NEW, NEWER)
    assert not [call for call in everybody if call.has_noticed]
    assert left_of(NEW, places_of(deployment)) >= COUNTED
    assert deployment.runs("keys", "rotate", CLOCK=after(WINDOW)).exit_code == 0
    wait_for_sessions_to_end(deployment)
    places = places_of(deployment)
    assert left_of(OLD, places) == left_of(NEW, places) == set()
    assert left_of(NEWER, places) >= {("tables", "national_number"), ("tables", "phone"), ("tables", "sealed value")}


def change(deployment: Deployment, everybody: Callers, old: str, new: str) -> None:
    """From `old` to `new`, as the README says. A day passes before the old key is retired: other calls follow."""
    today, tomorrow = everybody.parted()
    with today.acting("dials", "identifies"):
        deployment.starts_anew(old, new)
    with today.acting("is_verified"):
        deployment.starts_anew(new, old)
    with today.acting("goes_on"):
        assert deployment.runs("keys", "rotate").exit_code == 0
    with today.acting("ends"):
        pass
    with tomorrow.acting("dials", "identifies"):
        retire(deployment, old)
    with tomorrow.acting("is_verified", "goes_on"):
        deployment.starts_anew(new)
    with tomorrow.acting("ends"):
        pass


def retire(deployment: Deployment, old: str) -> None:
    assert deployment.runs("keys", "rotate").exit_code == 0
    name = Cipher([old]).key_ids[0].hex()
    assert re.search(rf"^{name}  older  0 ", deployment.runs("keys", "status").stdout, re.M)
    assert deployment.runs("keys", "retire", name, CLOCK=after(DAY)).exit_code == 0


def after(time: timedelta) -> str:
    return (datetime.now(UTC) + time).isoformat()


def places_of(deployment: Deployment) -> Mapping[str, Place]:
    """The files of both stores, and what they answer."""
    settings = load_settings(deployment.env)
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    files = [*database.parent.glob(f"{database.name}*"), *(deployment.valkey / "valkey").rglob("*")]
    return {
        **{file.name: Place([file.read_bytes()]) for file in files if file.is_file()},
        "tables": Place(cells_at(settings.database_url)),
        "memory of Valkey": Place(memory_of(settings.redis_url)),
    }


def left_of(key: str, places: Mapping[str, Place]) -> set[tuple[str, str]]:
    """What was made with a key: the place, and what it is."""
    made = traces(Cipher([key]), [*demo.PEOPLE.values(), *persons_of(PEOPLE)])
    return {(name, kind) for name, place in places.items() for trace, kind in made.items() if place.holds(trace)}


def wait_for_sessions_to_end(deployment: Deployment) -> None:
    """As if an hour had passed in Valkey, after which its file is written anew."""
    with Redis.from_url(load_settings(deployment.env).redis_url) as valkey:
        until(lambda: not any(map(valkey.xlen, STREAMS)))
        for session in valkey.scan_iter("call:*"):
            if 0 < valkey.pttl(session) <= LIFETIME / timedelta(milliseconds=1):
                valkey.delete(session)
        valkey.bgrewriteaof()
        until(lambda: not valkey.info("persistence")["aof_rewrite_in_progress"])
