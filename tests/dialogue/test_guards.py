"""What is known of each state, broken once for each: a proof shows it, and names the state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from domain.disclosure import Grant
from domain.requests import CheckCode, ResendCode, SignAgreement, StartSigning, StartVerification
from ivr.dialogue import proofs
from ivr.dialogue.custody import agreement_of, breaches
from ivr.dialogue.events import Digits, Event, NoInput
from ivr.dialogue.flow import CALL_FLOW, menu_of
from ivr.dialogue.menu import Menu
from ivr.dialogue.proofs import Evidence, sends_or_checks
from ivr.dialogue.representatives import KEYS
from ivr.dialogue.requests import request
from ivr.dialogue.signing_states import TellTerms
from ivr.dialogue.state import Callers, Section, SpeakingState, WorkingState
from ivr.dialogue.states import SPEAKING, WORKING, State
from ivr.dialogue.walk import Walk, Way, every_call
from ivr.evidence import rendering
from ivr.prompts.catalogue import LANGUAGES

ONE = LANGUAGES[:1]
KINDS: tuple[type[State], ...] = (*SPEAKING, *WORKING)
VERIFIED_ONLY = [kind for kind in KINDS if kind.callers is Callers.VERIFIED]
WITH_CODES = [kind for kind in KINDS if sends_or_checks(CALL_FLOW, kind)]
FOR_CODES = StartVerification | ResendCode | CheckCode | StartSigning | SignAgreement


@pytest.fixture(scope="module")
def walked() -> Walk:
    """On lines with all languages and with one: the first question differs."""
    return every_call(LANGUAGES)


@pytest.fixture(scope="module")
def every_way(walked: Walk) -> Evidence:
    return seen(walked)


@pytest.fixture(scope="module")
def one_of_each(walked: Walk) -> dict[type[State], State]:
    return {type(state): state for state in reversed(walked.states)}


def seen(walk: Walk) -> Evidence:
    return Evidence(CALL_FLOW, walk, rendering(ONE))


def only(*ways: Way) -> Walk:
    """A walk of these ways: the first state of each is where a call begins."""
    came_from: dict[State, tuple[State, Event] | None] = {}
    for source, event, target in ways:
        came_from.setdefault(source, None)
        came_from.setdefault(target, (source, event))
    return Walk((ways[0][0],), list(ways), came_from)


def test_every_state_is_in_the_call() -> None:
    """Two unions list them: a class statement cannot make one that a type checker reads."""
    assert set(SPEAKING) == set(SpeakingState.__subclasses__())
    assert set(WORKING) == set(WorkingState.__subclasses__())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_state_that_is_said_to_be_for_other_callers_is_seen(
    every_way: Evidence, kind: type[State], monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in set(Callers) - {kind.callers}:
        with monkeypatch.context() as broken:
            broken.setattr(kind, "callers", other)
            [shown] = proofs.states_say_who_comes_to_them(every_way)
        assert shown.startswith(f"{kind.__name__} is for {other.value}, and {kind.callers.value} come to it")


@pytest.mark.parametrize("kind", VERIFIED_ONLY, ids=lambda kind: kind.__name__)
def test_a_stranger_in_a_state_of_verified_callers_is_seen(
    one_of_each: dict[type[State], State], kind: type[State]
) -> None:
    state = one_of_each[kind]
    stranger = replace(state, context=replace(state.context, grant=None))
    way = (one_of_each[SPEAKING[0]], NoInput(), stranger)
    [shown] = proofs.figures_are_read_for_verified_callers_only(seen(only(way)))
    assert shown.endswith(kind.__name__)


@pytest.mark.parametrize("kind", WITH_CODES, ids=lambda kind: kind.__name__)
def test_codes_sent_or_guessed_without_end_are_seen(one_of_each: dict[type[State], State], kind: type[State]) -> None:
    state, asked = one_of_each[kind], one_of_each[SPEAKING[1]]
    round_and_round = only((asked, NoInput(), state), (state, NoInput(), asked))
    [shown] = proofs.guessing_is_bounded(seen(round_and_round))
    assert shown.endswith(kind.__name__)


@pytest.mark.parametrize("kind", WORKING, ids=lambda kind: kind.__name__)
def test_what_asks_the_domain_for_a_code_or_to_check_one_is_known(
    one_of_each: dict[type[State], State], kind: type[State]
) -> None:
    asks_for_codes = isinstance(request(cast(Any, one_of_each[kind])), FOR_CODES)
    assert sends_or_checks(CALL_FLOW, kind) is asks_for_codes


def on_the_way_to_a_signature(walk: Walk) -> dict[tuple[type[State], type[State]], Way]:
    """One way for each pair of states that an agreement is handed on by."""
    return {
        (type(way[0]), type(way[2])): way
        for way in reversed(walk.ways)
        if agreement_of(way[2]) and not isinstance(way[2], TellTerms)
    }


def test_an_agreement_is_handed_on_by_no_other_state(walked: Walk, one_of_each: dict[type[State], State]) -> None:
    handed_on = on_the_way_to_a_signature(walked)
    for kind in {target for _, target in handed_on}:
        strange = [
            (source, NoInput(), one_of_each[kind])
            for source in one_of_each.values()
            if (type(source), kind) not in handed_on
        ]
        assert list(breaches(only(*strange))) == strange


def test_no_state_hands_on_another_agreement(walked: Walk) -> None:
    for source, event, target in on_the_way_to_a_signature(walked).values():
        changed = (source, event, about_another(target))
        assert list(breaches(only(changed))) == [changed]


def about_another(state: Any) -> Any:
    if hasattr(state, "agreement"):
        return replace(state, agreement="another")
    return replace(state, asked_in=replace(state.asked_in, agreement="another"))


def test_whatever_takes_keys_has_a_menu() -> None:
    takers = [arrow for (_, event), arrow in CALL_FLOW.items() if event is Digits]
    assert takers
    assert all(isinstance(arrow.handler, Menu) for arrow in takers)


def test_no_key_acts_that_the_walk_does_not_press(walked: Walk) -> None:
    for state in walked.states:
        menu = menu_of(state)
        if menu and not menu.is_entry:
            assert menu.acting(state).keys() <= set(KEYS)


def without_section() -> object:
    return type("Asked", (SpeakingState,), {}, callers=Callers.ANYBODY)


def without_callers() -> object:
    return type("Asked", (SpeakingState,), {}, section=Section.OFFERS)


def with_callers_that_a_field_has_said() -> object:
    return type("Reading", (WorkingState,), {"__annotations__": {"grant": Grant}}, callers=Callers.VERIFIED)


@pytest.mark.parametrize("write", [without_section, without_callers, with_callers_that_a_field_has_said])
def test_a_state_that_lacks_a_fact_or_has_it_twice_is_refused_where_it_is_written(write: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        write()
