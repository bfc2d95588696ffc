"""A signing that is killed at each of its points: nothing is signed twice, lost or stuck once it is asked for again.

Points are every statement, BEGIN and COMMIT among them, every word to a slow signer, and the answer on its way out.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import make_url, text

from domain.disclosure import Fact
from domain.ports import Outcome, Progress
from domain.requests import SignAgreement, Signed, TurnKey
from domain.services.reconcile import Reconciler
from domain.services.sign_agreement import AgreementSigned, UnderWay, begin
from domain.signing_orders import SigningOrder
from storage import demo
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.seeding import seed
from storage.unit_of_work import SqlTransactions
from tests.domain.line import INBOUND, NOON, Line, SettableClock
from tests.domain.signing import READY_REF, signs_by_token, verified
from tests.forked import processes_with
from tests.postgres import DATABASES, Postgres
from tests.statements import watched
from tests.storage.conftest import KEY, mark_handed_over, waiting_messages

pytestmark = pytest.mark.server  # each signing is a process

PROCESSES = processes_with(__name__)


@dataclass
class Points:
    """Counts them, and does not survive the last one; 0: survives them all."""

    last: int = 0
    passed: int = 0

    def note(self, _: str = "") -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class FiledSigner:
    """A slow signer outside, whose orders are files: it outlives whoever asks it. It completes what it has begun."""

    folder: Path
    points: Points = field(default_factory=Points)

    def begin(self, order: SigningOrder) -> Progress:
        self.points.note()
        (self.folder / order.ref).write_text(order.agreement)
        self.points.note()
        return Progress(Outcome.PENDING)

    def outcome(self, order: SigningOrder) -> Progress:
        self.points.note()
        return Progress(Outcome.COMPLETED if (self.folder / order.ref).exists() else Outcome.UNKNOWN)


@dataclass(frozen=True)
class Scene:
    """What a process needs to sign. `request`: of a call that stands at its last code, in turn 5."""

    url: str
    folder: Path
    request: SignAgreement

    @contextmanager
    def line(self) -> Iterator[Line]:
        engine, cipher = open_engine(self.url), Cipher([KEY])
        transactions = SqlTransactions(engine, cipher, demo.LEDGER)
        yield Line(
            transactions,
            lambda: waiting_messages(engine, cipher),
            list,
            lambda: mark_handed_over(engine),
            SettableClock(),
            cipher,
        )
        engine.dispose()


Act = Callable[[Line, Scene, Points], None]


def sign_by_a_token(line: Line, _scene: Scene, _points: Points) -> None:
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)


def sign_by_a_code(line: Line, scene: Scene, _points: Points) -> None:
    assert isinstance(line.desk.answer(scene.request, TurnKey("call", 5), "en-GB", INBOUND), Signed)


def sign_slowly(line: Line, scene: Scene, points: Points) -> None:
    """Asked for, begun, completed, and found so by the worker; once more finds whatever is left to be done."""
    signer = FiledSigner(scene.folder, points)
    answer = signs_by_token(line, READY_REF, signer=signer)
    if isinstance(answer, UnderWay) and answer.order:
        begin(line.lending_with(signer), answer.order)
    line.clock.advance(timedelta(minutes=1))
    for _ in range(2):
        Reconciler(line.transactions, line.lending_with(signer), line.clock).run()


ACTS: dict[str, Act] = {"token": sign_by_a_token, "code": sign_by_a_code, "slow": sign_slowly}


def run(scene: Scene, how: str, last: int) -> None:
    """In a process of its own, which tells how many points there are as its exit code."""
    points = Points(last)
    with scene.line() as line, watched(points.note):
        ACTS[how](line, scene, points)
        points.note("the answer")
    sys.exit(points.passed)


def exit_code(scene: Scene, how: str, last: int) -> int | None:
    process = PROCESSES.Process(target=run, args=(scene, how, last))
    process.start()
    process.join()
    return process.exitcode


@dataclass(frozen=True)
class Stage:
    """Gives the same scene anew: somebody is ready to sign, and a call stands at its last code."""

    request: SignAgreement
    copies: Callable[[], AbstractContextManager[str]]
    folder: Path

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        orders = Path(mkdtemp(dir=self.folder))
        with self.copies() as url:
            yield Scene(url, orders, self.request)


@pytest.fixture(params=DATABASES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    url: str = request.getfixturevalue(f"{request.param}_url")
    engine, cipher = open_engine(url), Cipher([KEY])
    seed(engine, cipher, NOON, fresh=False)
    transactions = SqlTransactions(engine, cipher, demo.LEDGER)
    line = Line(
        transactions,
        lambda: waiting_messages(engine, cipher),
        list,
        lambda: mark_handed_over(engine),
        SettableClock(),
        cipher,
    )
    ready = verified(line, "applicant-ready")
    ready.gets_a_code()
    signing = ready.signing(ready.caller.newest_code)
    engine.dispose()
    if request.param == "sqlite":
        return Stage(signing, lambda: copy_of_file(url, tmp_path), tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return Stage(signing, lambda: copy_on(server, url), tmp_path)


@contextmanager
def copy_of_file(url: str, folder: Path) -> Iterator[str]:
    copy = Path(mkdtemp(dir=folder)) / "copy.db"
    shutil.copy(url.removeprefix("sqlite:///"), copy)
    yield f"sqlite:///{copy}"


@contextmanager
def copy_on(server: Postgres, url: str) -> Iterator[str]:
    with server.database(template=str(make_url(url).database)) as name:
        yield server.url(name)


@pytest.mark.parametrize("how", ACTS)
def test_whatever_point_a_signing_is_killed_at_it_is_signed_once(stage: Stage, how: str) -> None:
    with stage.scene() as scene:
        points = exit_code(scene, how, last=0)
        assert_signed_once(scene)
    assert points is not None
    print(f"{points} crash points")
    assert points > 10
    for last in range(1, points + 1):
        with stage.scene() as scene:
            assert exit_code(scene, how, last) == -signal.SIGKILL
            if last == points:
                assert_signed_once(scene)  # what is told is done
            with scene.line() as line:
                ACTS[how](line, scene, Points())
            assert_signed_once(scene)


def assert_signed_once(scene: Scene) -> None:
    engine = open_engine(scene.url)
    with engine.connect() as connection:
        counts = {what: connection.execute(text(f"SELECT count(*) FROM {what}")).scalar_one() for what in COUNTED}  # noqa: S608 - our own names
    engine.dispose()
    assert counts == COUNTED


COUNTED = {
    "accounts WHERE application IS NOT NULL": 1,
    "evidence": 1,
    f"audit WHERE facts = '{Fact.NEW_ACCOUNT}'": 1,
    "applications WHERE status = 'Approved' AND version = 3": 1,
    "outbox WHERE dedupe LIKE 'text:text-signed:%'": 1,
    "outbox WHERE dedupe LIKE 'email:mail-signed:%'": 1,
    "signing_orders": 0,
}
