"""Guessing codes does not pay: computed from the settings, and played against the domain."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, repeat
from math import sqrt
from random import Random
from statistics import mean

import pytest

from domain.verification import VerificationLimits
from storage import demo
from tests.attacks.guessing import ANYBODY, Attacker, FewCodes, attack_for_a_day, right_codes_a_day
from tests.domain.conftest import demo_line
from tests.domain.line import SettableClock
from tests.properties import examples

DEFAULTS = VerificationLimits()


def test_a_thousand_numbers_withheld_calls_and_a_token_guess_less_than_one_code_in_twenty_days() -> None:
    assert right_codes_a_day(Attacker(numbers=1_000), DEFAULTS) <= 0.05


def test_ever_new_numbers_guess_less_than_one_code_in_ten_days() -> None:
    assert right_codes_a_day(ANYBODY, DEFAULTS) < 0.1


def test_the_limits_of_sources_alone_bound_guessing_too() -> None:
    """Where the lender lets very many messages leave."""
    generous = replace(DEFAULTS, codes_in_all=10**6, wrong_codes_alarm=10**6)
    assert right_codes_a_day(Attacker(numbers=1_000), generous) == pytest.approx(0.035)


DAYS, POSSIBLE = max(2, examples(12)), 50
CUSTOMERS = [person.national_number.digits for key, person in demo.PEOPLE.items() if key.startswith("customer")]
FEW = replace(
    DEFAULTS,
    wrong_codes_per_caller=4,
    wrong_codes_withheld=30,
    wrong_codes_alarm=20,
    wrong_codes_per_person=1000,
    starts_per_identifier=1000,
    codes_per_person=1000,
    codes_in_all=6,
)
"""So low that whole days can be played, with codes of which there are fifty."""


def ever_new() -> Iterator[str]:
    return (f"+4670{number:07}" for number in count())


@pytest.mark.parametrize(
    ("attacker", "shown"),
    [(ANYBODY, ever_new), (Attacker(numbers=0, clients=0), lambda: repeat(None))],
    ids=["ever new numbers", "withheld numbers"],
)
def test_what_is_computed_is_what_an_attacker_gets(
    attacker: Attacker, shown: Callable[[], Iterator[str | None]]
) -> None:
    codes, numbers = FewCodes(POSSIBLE, Random(1)), shown()  # noqa: S311 - the same guesses in every run
    days = [
        attack_for_a_day(replace(demo_line(SettableClock()), limits=FEW, codes=codes), CUSTOMERS, numbers)
        for _ in range(DAYS)
    ]
    expected = right_codes_a_day(attacker, FEW, POSSIBLE)
    assert mean(days) == pytest.approx(expected, abs=3 * sqrt(expected / DAYS))
