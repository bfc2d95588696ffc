"""Carriers repeat requests, in any order and at once: a call is what one delivery of each made it."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from sqlalchemy import Engine, select

from ivr.phone.carrier import Sent
from storage import embedded, tables
from tests.journeys.conftest import Phones
from tests.phone.caller import Person
from tests.service import WEB, Service

COUNTED = (tables.calls, tables.challenges, tables.audit)
Snapshot = Callable[[], object]


@pytest.fixture
def all_that_is_kept(service: Service, database: Engine) -> Snapshot:
    """Every session, counter and message there is."""

    def look() -> object:
        with database.connect() as connection:
            rows = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in COUNTED}
            rows["outbox"] = sorted(map(repr, connection.execute(select(tables.outbox.c.dedupe))))
        with redis.Redis.from_url(embedded.url(service.data_dir)) as valkey:
            sessions = {key: valkey.hgetall(key) for key in valkey.scan_iter() if valkey.type(key) == b"hash"}
        return rows, sessions

    return look


def replayed(requests: Sequence[Sent]) -> list[int]:
    """The status of each of them sent three times, shuffled, eight at once."""
    thrice = [*requests] * 3
    random.Random(7).shuffle(thrice)  # noqa: S311 - an order, no secret

    def send(sent: Sent) -> int:
        return WEB.post(sent.address, data=dict(sent.params), headers=dict(sent.headers)).status_code

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(send, thrice))


@pytest.fixture
def talkative(caller: Phones) -> Person:
    """Chose, slipped, guessed wrong, got it right and asked again: still on the line."""
    person = caller("+46701740605").dials_in("en-GB").enters("123#").enters("198507099805#")
    code = person.newest_code()
    person.enters("000000" if code != "000000" else "000001").enters(code).presses("1")
    return person


def test_what_was_delivered_already_changes_nothing(talkative: Person, all_that_is_kept: Snapshot) -> None:
    before = all_that_is_kept()
    assert set(replayed(talkative.requests)) == {200}
    assert all_that_is_kept() == before
    talkative.presses("1").hears("you can spend")


def test_a_call_that_is_over_stays_over(talkative: Person, all_that_is_kept: Snapshot) -> None:
    talkative.hangs_up()
    before = all_that_is_kept()
    assert set(replayed(talkative.requests)) == {200, 204}
    assert all_that_is_kept() == before


def test_a_wrong_code_delivered_three_times_at_once_is_one_try(caller: Phones) -> None:
    person = caller("+46701740605").dials_in("en-GB").enters("198507099805#")
    code = person.newest_code()
    for guess in ("000000", "000001"):
        person.enters(guess if guess != code else "000002")
        replayed(person.requests[-1:])
    person.enters(code).hears("you can spend")
