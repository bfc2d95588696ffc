"""What goes wrong, each as something that begins and ends; which one comes next is drawn by a seeded RNG."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random

from ivr.config import load_settings
from tests.attacks.strangers import KINDS, strangers
from tests.bad_days.carrier import Carrier
from tests.bad_days.line import Instances
from tests.bad_days.moods import Mood
from tests.bad_days.postbox import MoodyPostbox
from tests.postgres import Postgres
from tests.redis_fleets import Pair

LASTS = (1.0, 4.0)  # seconds
STRANGERS = 50


@dataclass(frozen=True)
class Neighbours:
    """All that the line stands on, and the line."""

    instances: Instances
    postgres: Postgres
    redis: Pair
    carrier: Carrier
    postbox: MoodyPostbox
    random: Random


Trouble = Callable[[Neighbours], AbstractContextManager[None]]


def _at_once(act: Callable[[Neighbours], None]) -> Trouble:
    @contextmanager
    def happens(among: Neighbours) -> Iterator[None]:
        act(among)
        yield

    return happens


@contextmanager
def _disk_is_full(among: Neighbours) -> Iterator[None]:
    with among.instances.full_disk():
        yield


@contextmanager
def _carrier_is(mood: Mood, among: Neighbours) -> Iterator[None]:
    among.carrier.mood = mood
    yield
    among.carrier.mood = Mood.WELL


@contextmanager
def _mail_is(mood: Mood, among: Neighbours) -> Iterator[None]:
    among.postbox.mood = mood
    yield
    among.postbox.mood = Mood.WELL


@contextmanager
def _strangers_trickle(among: Neighbours) -> Iterator[None]:
    kind = among.random.choice(list(KINDS))
    port = load_settings(among.instances.running[0].env).port
    with strangers(kind, STRANGERS, "127.0.0.1", port):
        yield


TROUBLES: Mapping[str, Trouble] = {
    "keys are changed": _at_once(lambda among: among.instances.change_keys()),
    "Redis fails over": _at_once(lambda among: among.redis.fail_over()),
    "PostgreSQL breaks down": _at_once(lambda among: among.postgres.break_down()),
    "the disk is full": _disk_is_full,
    "a web worker is killed": _at_once(lambda among: among.instances.kill_a_web_worker()),
    "a background worker is killed": _at_once(lambda among: among.instances.kill_a_background_worker()),
    "strangers trickle": _strangers_trickle,
    **{f"the carrier is {mood}": partial(_carrier_is, mood) for mood in Mood if mood is not Mood.WELL},
    **{f"the mail server is {mood}": partial(_mail_is, mood) for mood in (Mood.SLOW, Mood.DOWN, Mood.SILENT)},
}


def befall(among: Neighbours, ends_at: float) -> Iterator[str]:
    """All of them, in an order of this day's own, again and again; yields their names, as each has begun."""
    while True:
        for name in among.random.sample(list(TROUBLES), len(TROUBLES)):
            with TROUBLES[name](among):
                yield name
                time.sleep(among.random.uniform(*LASTS))
        if time.monotonic() >= ends_at:
            return
