"""Whoever is not verified hears, pays and leaves the same in a world with a person and in one without.

Random callers and a random website, with the person's two identifiers, those of others, and those that nobody has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import example, settings
from hypothesis import strategies as st

from ivr.dialogue.events import DialEnded, DialStatus, Digits, NoInput
from storage import demo
from tests.properties import examples, given
from tests.worlds.world import WRONG, World

SOMEBODY, ELSE, YET_ANOTHER = "customer-open", "customer-arrears", "customer-new"
NATIONAL, CUSTOMER = demo.PEOPLE[SOMEBODY].national_number.digits, demo.PEOPLE[SOMEBODY].customer_number.digits
OTHERS = (
    *(demo.PEOPLE[one].national_number.digits for one in (ELSE, YET_ANOTHER)),
    demo.IN_NO_TABLE.digits,
    "99999999",
)
KEYED = st.sampled_from([NATIONAL, CUSTOMER, NATIONAL, CUSTOMER, NATIONAL[2:], *OTHERS])
NAMED = st.sampled_from([
    {"nationalNumber": NATIONAL},
    {"customerNumber": CUSTOMER},
    {"nationalNumber": OTHERS[0]},
    {"customerNumber": "99999999"},
])  # fmt: skip
NUMBERS = st.sampled_from(["+46701740605", "+46701740680", None])


@dataclass(frozen=True)
class Act:
    do: Callable[..., object]
    given: tuple[object, ...] = ()

    def __call__(self, world: World) -> object:
        return self.do(world, *self.given)

    def __repr__(self) -> str:
        """In what hypothesis prints."""
        return f"{self.do.__name__}{self.given}"


def identifies(world: World, number: str | None, digits: str) -> object:
    """In a call of its own."""
    return world.dials(number), world.call.gets(Digits(digits))


def guesses(world: World, times: int) -> object:
    return [world.call.gets(Digits(WRONG)) for _ in range(times)]


def keys(world: World, pressed: str) -> object:
    return world.call.gets(Digits(pressed))


def is_silent(world: World) -> object:
    return world.call.gets(NoInput())


def waits(world: World, seconds: int) -> None:
    world.clock.advance(timedelta(seconds=seconds))


def asks_for_another_code(world: World, after: int) -> object:
    waits(world, after)
    return keys(world, "1")


def asks_for_a_link(world: World, number: str | None) -> object:
    return world.dials(number), keys(world, "1"), keys(world, "3")


def asks_to_be_called(world: World) -> object:
    busy = DialEnded(DialStatus.BUSY, bridged=False, more_targets=False)
    return keys(world, "0"), world.call.gets(busy), keys(world, "2")


def begins_online(world: World, who: dict[str, str]) -> object:
    return world.begins(**who)


def guesses_online(world: World, times: int) -> object:
    return [world.brings(WRONG) for _ in range(times)]


def texts(world: World, leave: bool) -> None:
    world.texts(leave=leave)


def act(do: Callable[..., object], *given: st.SearchStrategy[object]) -> st.SearchStrategy[Act]:
    return st.tuples(*given).map(lambda values: Act(do, values))


IDENTIFIES = act(identifies, NUMBERS, KEYED)
GUESSES = act(guesses, st.sampled_from([1, 2, 3]))
ONLINE = act(begins_online, NAMED)
ASKS_AGAIN = act(asks_for_another_code, st.sampled_from([0, 0, 30, 599, 601]))
ACTS = st.one_of(
    *(IDENTIFIES, IDENTIFIES, GUESSES, GUESSES, ASKS_AGAIN, ASKS_AGAIN),
    *(ONLINE, act(guesses_online, st.sampled_from([1, 2, 3]))),
    *(act(keys, st.sampled_from("012349*#")), act(is_silent), act(waits, st.sampled_from([30, 601, 3601, 86_401]))),
    *(act(asks_for_a_link, NUMBERS), act(asks_to_be_called), act(texts, st.sampled_from([True, True, False]))),
)

LOCKED = (
    *[Act(identifies, (None, NATIONAL)), Act(guesses, (3,))] * 2,
    *(Act(identifies, (None, CUSTOMER)), Act(guesses, (2,)), Act(begins_online, ({"customerNumber": CUSTOMER},))),
)
"""Wrong codes on the national number until none is left, and then the customer number."""
SENT_NO_MORE = (
    *[Act(identifies, (None, NATIONAL))] * 2,
    *(Act(identifies, (None, CUSTOMER)), Act(asks_for_another_code, (30,)), Act(asks_for_another_code, (0,))),
    *(Act(waits, (580,)), Act(guesses, (1,))),
)
"""As many codes as a person gets, then another number, whose codes are asked for again and go out of date."""


@example(acts=LOCKED)
@example(acts=SENT_NO_MORE)
@settings(max_examples=examples(80), deadline=None, derandomize=True, database=None)
@given(acts=st.lists(ACTS, min_size=12, max_size=40))
def test_nobody_who_is_not_verified_can_tell_a_world_with_a_person_from_one_without(acts: Sequence[Act]) -> None:
    with_somebody, without = World(), World(without=SOMEBODY)
    for one in acts:
        assert with_somebody.sees(one) == without.sees(one), one
    assert not with_somebody.faults + without.faults
