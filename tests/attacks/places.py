"""Strangers who hold places at a running service, ten times as many as it has, while others call."""

from functools import partial
from urllib.parse import urlsplit

from ivr.config import Settings
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.strangers import KINDS, strangers
from tests.attacks.turns import Turns, turns

TIMES_THE_CAP = 10
TURNS = 100
LONGEST = 1.0  # seconds, p99


def hold_places(kind: str, target: Target) -> Verdict:
    address, count = urlsplit(target.url), _strangers_for(target.settings)
    with strangers(kind, count, address.hostname or "", address.port or 80) as have_connected:
        verdict = _verdict(turns(target.line, TURNS), f"among {count} strangers")
    return verdict if have_connected else Verdict(holds=False, figures=f"{verdict.figures}; not all could connect")


def _strangers_for(settings: Settings) -> int:
    return TIMES_THE_CAP * settings.web_workers * settings.connections_per_worker


def leave_places(target: Target) -> Verdict:
    return _verdict(turns(target.line, TURNS), "alone")


def _verdict(measured: Turns, among: str) -> Verdict:
    return Verdict(measured.p99 < LONGEST, f"{TURNS} turns {among}: {measured}")


PLACES = (
    Attack("no strangers", leave_places, needs_demo=False),
    *(Attack(kind, partial(hold_places, kind), needs_demo=False) for kind in KINDS),
)
"""The first is what the others are compared with."""
