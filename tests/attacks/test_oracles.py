"""Asking the line who is known, and which two numbers are one person's: answers, words and statuses tell nothing.

Each attack is made twice, in a world with the person and in one without; what the attacker sees is compared.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.dialogue.events import Digits
from storage import demo
from tests.worlds.world import LIMITS, WRONG, World

SOMEBODY = demo.PEOPLE["customer-open"]
NATIONAL, CUSTOMER = SOMEBODY.national_number.digits, SOMEBODY.customer_number.digits


def identified(world: World, digits: str) -> object:
    """In a call of its own, with no number shown."""
    return world.dials(None), world.call.gets(Digits(digits))


def guesses(world: World, times: int) -> list[object]:
    return [world.call.gets(Digits(WRONG)) for _ in range(times)]


def five_wrong_codes_and_the_other_number(world: World) -> object:
    spent = [(identified(world, NATIONAL), guesses(world, 3)) for _ in range(2)]
    return spent, identified(world, CUSTOMER), guesses(world, 3)


def five_wrong_codes_and_a_website(world: World) -> object:
    spent = [(identified(world, CUSTOMER), guesses(world, 3)) for _ in range(2)]
    return spent, world.begins(nationalNumber=NATIONAL), [world.brings(WRONG) for _ in range(3)]


def all_codes_of_a_person_and_the_other_number_again_and_again(world: World) -> object:
    spent = [identified(world, NATIONAL) for _ in range(LIMITS.codes_per_person)]
    seen = [identified(world, CUSTOMER)]
    for seconds in (30, 0, 30, 0, 580):
        world.clock.advance(timedelta(seconds=seconds))
        seen.append(world.call.gets(Digits("1")))
    return spent, seen, guesses(world, 1)


@pytest.mark.parametrize(
    "attack",
    [
        five_wrong_codes_and_the_other_number,
        five_wrong_codes_and_a_website,
        all_codes_of_a_person_and_the_other_number_again_and_again,
    ],
    ids=lambda attack: attack.__name__.replace("_", " "),
)
def test_an_attack_sees_the_same_with_the_person_and_without(attack: Callable[[World], object]) -> None:
    limits = replace(LIMITS, wrong_codes_per_person=5, wrong_codes_withheld=1000, starts_per_identifier=1000)
    with_somebody, without = World(limits=limits), World(without="customer-open", limits=limits)
    assert with_somebody.sees(attack) == without.sees(attack)
    assert not with_somebody.faults + without.faults
