"""Calls go on for a while in which everything goes wrong that can: nobody hears what is not theirs, nothing is lost.

A minute of it here; `make soak` takes half an hour. BAD_DAY_SEED=… repeats the troubles of one.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from threading import Event

import pytest

from tests.bad_days.callers import Caller, Told, call_on
from tests.bad_days.carrier import Carrier
from tests.bad_days.line import KEYS, SETTINGS, running_instances
from tests.bad_days.people import secrets_of, some_of_the_crowd, somebodies
from tests.bad_days.postbox import MoodyPostbox
from tests.bad_days.reckoning import amiss, deliver
from tests.bad_days.troubles import Neighbours, befall
from tests.bench.people import Crowd
from tests.ledger_behind.certificates import make_certificates
from tests.outbound.mail_server import HOST, mail_server
from tests.postgres import Postgres
from tests.redis_fleets import running_pair
from tests.service import environment

SECONDS = float(os.environ.get("BAD_DAY_SECONDS", "60"))
SEED = int(os.environ.get("BAD_DAY_SEED", SystemRandom().getrandbits(32)))
AT_ONCE = 6  # callers
CUSTOMERS, NOBODIES = 24, 6
SIGNATURES_A_SECOND = 0.8  # as many applications as can be signed in the time


@contextmanager
def neighbours(postgres: Postgres, up_to_date: str, crowd: Crowd) -> Iterator[Neighbours]:
    random = Random(SEED)  # noqa: S311 - no secret hangs on it
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bad-day-")))
        database = stack.enter_context(postgres.database(template=up_to_date))
        redis = stack.enter_context(running_pair(folder))
        carrier = stack.enter_context(Carrier(make_certificates(folder), random).running())
        postbox = MoodyPostbox(random)
        port = stack.enter_context(mail_server(postbox))
        env = environment(
            DATABASE_URL=postgres.url(database), REDIS_URL=redis.switch.url, SECRET_KEYS=KEYS[0],
            SMTP_URL=f"smtp://{HOST}:{port}", **SETTINGS,
        )  # fmt: skip
        instances = stack.enter_context(running_instances(env | carrier.env, folder, crowd, random))
        yield Neighbours(instances, postgres, redis, carrier, postbox, random)


def test_a_bad_day(postgres: Postgres, up_to_date: str, capfd: pytest.CaptureFixture[str]) -> None:
    crowd = some_of_the_crowd(CUSTOMERS, min(130, int(SECONDS * SIGNATURES_A_SECOND)), NOBODIES)
    with neighbours(postgres, up_to_date, crowd) as among:
        told, people, secrets = Told(), somebodies(crowd), secrets_of(crowd)
        befallen = call_through(
            among, [Caller(among.instances.line, among.carrier, one, secrets, told) for one in people]
        )
        deliver(among.instances)
        with capfd.disabled():
            print(f"\n{SEED=}: {', '.join(befallen)}\n{dict(told.ends)}, {len(told.signed)} signed", file=sys.stderr)
        assert not amiss(among, told, people), f"{SEED=}"
        assert told.signed
        assert not set().union(*(secrets.found_in(output) for output in among.instances.outputs))


def call_through(among: Neighbours, callers: Sequence[Caller]) -> list[str]:
    """Until every trouble has come once, and the time is over."""
    stop, ends_at = Event(), time.monotonic() + SECONDS
    with ThreadPoolExecutor(AT_ONCE) as pool:
        going = [pool.submit(call_on, callers[place::AT_ONCE], stop) for place in range(AT_ONCE)]
        try:
            befallen = list(befall(among, ends_at))
        finally:
            stop.set()
        for one in going:
            one.result()
    return befallen
