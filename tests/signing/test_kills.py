"""A whole request that signs, killed at each of its points: whoever asks then, there is one signature, told as such.

Who asks next is the same request once more, or the other of the two doors: a system after a caller was cut off, or a
caller after a system was; and then the other one too.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from ivr import wiring
from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.config import Settings, load_settings
from ivr.voice.schema import CALL, faults
from ivr.wiring import Parts
from storage import demo
from storage.seeding import seed
from tests.api.conftest import APPLICATIONS
from tests.domain.signing import READY_REF
from tests.postgres import DATABASES
from tests.signing.last_code import says, words_in
from tests.signing.points import Asked, running_server
from tests.signing.stage import Stage, copy_of_file, copy_on
from tests.square import IS_WHOLE
from tests.storage.conftest import mark_handed_over, waiting_messages
from tests.voice.twilio import ACCOUNT, PUBLIC_URL, TOKEN, InboundCall, sign

READY = demo.PEOPLE["applicant-ready"]
DOORS = ("phone", "api")
SQUARE = [(database, killed, then) for database in DATABASES for killed in DOORS for then in DOORS]
CASES = [case for case in SQUARE if IS_WHOLE or (case[0] == "sqlite") is (case[1] != case[2])]
"""The other door on SQLite, the same one on PostgreSQL."""


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, patient_settings: dict[str, str], data_dir: Path, tmp_path: Path
) -> Iterator[Stage]:
    url: str = request.getfixturevalue(f"{request.param}_url")
    settings = of_service(patient_settings, data_dir, url)
    with Redis.from_url(settings["CREDITLINE_REDIS_URL"]) as redis:
        redis.flushall()
        known = load_settings(settings)
        asked = {"phone": call_at_last_code(known), "api": signing_by_token(known)}
        sessions = {key: redis.dump(key) for key in redis.scan_iter()}
        is_file = request.param == "sqlite"
        copy = copy_of_file(url, tmp_path) if is_file else copy_on(request.getfixturevalue("postgres"), url)
        with running_server(settings | {"CREDITLINE_DATABASE_URL": copy.url}) as server:
            yield Stage(server, copy, redis, sessions, asked)


def of_service(settings: dict[str, str], data_dir: Path, url: str) -> dict[str, str]:
    given = {"MODE": "demo", "DATA_DIR": str(data_dir), "DATABASE_URL": url, "PUBLIC_URL": PUBLIC_URL}
    carrier = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
    return {f"CREDITLINE_{name}": value for name, value in (settings | given | carrier).items()}


def call_at_last_code(settings: Settings) -> Asked:
    """Of the applicant who is ready: the request that brings the code of the agreement."""
    shared = wiring.parts(settings)
    seed(shared.engine, shared.cipher, shared.clock.now(), fresh=False)
    call = InboundCall(create_app(wiring.blueprints(settings, shared, wiring.seen(settings, shared))).test_client())
    call.dials().keys(READY.national_number.digits).keys(newest_code(shared))
    call.keys("2").keys("2").keys("2").keys("1")
    params, path = call.params(Digits=newest_code(shared)), call.action.removeprefix(PUBLIC_URL)
    shared.engine.dispose()
    return Asked(path, {"X-Twilio-Signature": sign(PUBLIC_URL + path, params)}, params)


def newest_code(shared: Parts) -> str:
    mark_handed_over(shared.engine)
    return str(
        [one for one in waiting_messages(shared.engine, shared.cipher) if "code" in one.values][-1].values["code"]
    )


def signing_by_token(settings: Settings) -> Asked:
    token = Tokens.of(settings).issue(Bearer("a shop", 501, frozenset({Scope.ONBOARDING_SIGN})), timedelta(hours=1))
    return Asked(f"{APPLICATIONS}/{READY_REF}/sign-agreement", {"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(("stage", "killed", "then"), CASES, indirect=["stage"])
def test_whatever_point_a_request_is_killed_at_it_is_signed_once(stage: Stage, killed: str, then: str) -> None:
    stage.begin()
    stage.server.warm_up(*stage.asked.values())  # Redis loads its scripts too, and keeps them
    stage.begin()
    points = stage.server.answer(stage.asked[killed]).points
    print(f"{points} crash points")
    found = [signed_when_killed(stage, killed, then, point) for point in range(1, points + 1)]
    assert found == sorted(found), "once it is signed it stays so"
    assert found[-2:] == [True, True], "what is told is done"
    assert not found[0]


def signed_when_killed(stage: Stage, killed: str, then: str, point: int) -> bool:
    """Whether it was signed by then; in the end it is, once, and both doors say so."""
    stage.begin()
    assert stage.server.is_killed(stage.asked[killed], point)
    before = stage.signature()
    doors = sorted(stage.asked, key=lambda door: door != then)
    answers = {door: stage.server.answer(stage.asked[door]) for door in doors}
    signature = stage.signature()
    assert signature
    assert before in (None, signature)
    assert faults(answers["phone"].body, CALL) == []
    news = "signed" if signature.is_by_phone else "cannot-sign-already-signed"
    assert says(words_in(answers["phone"].body), news)
    account = str(json.loads(answers["api"].body)["createdAccount"])
    assert (answers["api"].status, account.rpartition("/")[2]) == (201, signature.account)
    return before is not None
