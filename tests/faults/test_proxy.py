"""Delays, resets, black holes and half-closed connections between the service and both its stores, at random.

Issue 3: no answer over 5 s, none that is not TwiML.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from ivr.phone.errors import NoCode
from tests.faults.acts import CUSTOMER, NOBODY, caller_of, never_failed
from tests.faults.proxy import Fault, Proxy
from tests.faults.test_sql import proxied
from tests.faults.valkey import Valkey
from tests.phone.caller import Person
from tests.postgres import Postgres
from tests.service import MANY_CALLS, Service, running_service

CALLS = 8
AT_ONCE = 8
TURNS = 8  # at most, in a call
RATE = 0.16
KEYS = (CUSTOMER, NOBODY, "{code}", "{code}", "000000", "", "1", "1#", "2", "0", "0#", "9", "*", "7")


@dataclass(frozen=True)
class Shaken:
    service: Service
    proxies: tuple[Proxy, Proxy]


@pytest.fixture(scope="module")
def shaken(postgres: Postgres) -> Iterator[Shaken]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="proxy-")))
        valkey = Valkey(folder)
        valkey.start()
        stack.callback(valkey.kill)
        redis = stack.enter_context(Proxy(folder / "redis.sock", folder / "valkey.sock", seed=1).running())
        sql = stack.enter_context(proxied(postgres, folder))
        name = stack.enter_context(postgres.database())
        stores = {
            "REDIS_URL": f"unix://{folder}/redis.sock",
            "DATABASE_URL": postgres.url(name).replace(str(postgres.folder), str(folder)),
        }
        service = stack.enter_context(running_service(folder / "data", **stores, **MANY_CALLS))
        yield Shaken(service, (redis, sql))


def test_every_answer_is_a_document_and_comes_in_time(shaken: Shaken) -> None:
    for proxy in shaken.proxies:
        proxy.rate = RATE
    with ThreadPoolExecutor(AT_ONCE) as callers:
        calls = list(callers.map(lambda seed: ramble(shaken.service, seed), range(CALLS)))
    assert all(never_failed(person) for person in calls)
    assert set(Fault) == {fault for proxy in shaken.proxies for fault in proxy.met}
    assert slower_than(shaken.service, seconds="5.0") == 0


def ramble(service: Service, seed: int) -> Person:
    random = Random(seed)  # noqa: S311 - no secret hangs on it
    person = caller_of(service).dials()
    for keys in ("1", *random.choices(KEYS, k=TURNS)):
        if person.ended:
            break
        if keys:
            person.enters(newest_code(person) if keys == "{code}" else keys)
        else:
            person.stays_silent()
    return person


def newest_code(person: Person) -> str:
    """Or a guess, where no message gets through."""
    try:
        return person.newest_code()
    except NoCode:
        return "000000"


def slower_than(service: Service, seconds: str) -> int:
    """Requests of the carrier, in all, as the service counts them."""
    page = service.counts()
    quick = _sum(page, rf'creditline_request_seconds_bucket{{le="{seconds}",route="voice.*?}} (\S+)')
    total = _sum(page, r'creditline_request_seconds_count{route="voice.*?} (\S+)')
    assert total > CALLS
    return total - quick


def _sum(page: str, pattern: str) -> int:
    return round(sum(map(float, re.findall(pattern, page))))
