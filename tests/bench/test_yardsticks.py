"""The yardsticks that no test of the bench serves: calls come to their end there, and what is not signed is refused."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from sqlalchemy import Engine

from ivr.phone.line import Line
from storage.engine import open_engine
from tests.bench.call import Answer, Post
from tests.bench.calling import played
from tests.bench.script import SCRIPTS, Script
from tests.bench.targets import ACCOUNT, LINE_NUMBER, Bench, Target
from tests.bench.yardsticks import floor, plain

pytestmark = [pytest.mark.xdist_group("bench"), pytest.mark.server]  # one service for all of them

Ask = Callable[[Post], Answer]


@pytest.fixture(scope="module")
def engine(bench: Bench) -> Iterator[Engine]:
    engine = open_engine(bench.yardsticks["ordinary"].env["DATABASE_URL"])
    yield engine
    engine.dispose()


@pytest.fixture(params=[plain, floor], ids=["plain", "floor"])
def yardstick(request: pytest.FixtureRequest) -> ModuleType:
    module: ModuleType = request.param
    return module


@pytest.fixture
def ask(yardstick: ModuleType, bench: Bench, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Ask:
    for name, value in bench.yardsticks["ordinary"].env.items():
        monkeypatch.setenv(name, value)
    client = yardstick.application(engine).test_client()

    def asked(post: Post) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": post.signature}
        answer = client.post(post.path, data=post.body, headers=form)
        return Answer(answer.status_code, answer.data)

    return asked


@pytest.fixture
def target(bench: Bench) -> Target:
    env = bench.yardsticks["ordinary"].env
    url = env["PUBLIC_URL"]
    return Target("in this process", Line(url, url, env["TWILIO_AUTH_TOKEN"], ACCOUNT, LINE_NUMBER), ())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_call_comes_to_its_end(target: Target, ask: Ask, script: Script) -> None:
    assert len(list(played(target, script, ask))) == len(script.acts) + 2  # a greeting, and the report of the end


def test_what_is_not_signed_is_refused(ask: Ask) -> None:
    assert ask(Post("/voice/incoming", b"CallSid=CA0", "forged")).status == 403
