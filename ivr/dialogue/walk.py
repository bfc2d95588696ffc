"""Every state that a call can reach, breadth first from the greeting: each kind of input, each outcome of each request.

States are compared by shape: every figure is a canary, every reference the same. What the walk found,
`ivr.dialogue.proofs` examines; a counterexample is the call that shows it.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property

from ivr.dialogue.events import Event
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import Edge, Flow, step
from ivr.dialogue.graph import Graph
from ivr.dialogue.representatives import events_for
from ivr.dialogue.states import State, greetings

Way = tuple[State, Event, State]


@dataclass
class Walk:
    """`ways`: every (state, event, next state), in the order they were found; equal states are one object."""

    starts: tuple[State, ...]
    ways: list[Way] = field(default_factory=list)
    came_from: dict[State, tuple[State, Event] | None] = field(default_factory=dict)

    @property
    def states(self) -> list[State]:
        return list(self.came_from)

    @cached_property
    def following(self) -> Graph[int]:
        return self.graph(lambda _event, _target: True)

    def graph(self, takes: Callable[[Event, State], bool]) -> Graph[int]:
        """Of the ways that it takes, between the places of their states in `states`: to hash a state takes long."""
        place = {id(state): number for number, state in enumerate(self.came_from)}
        onward: dict[int, set[int]] = {number: set() for number in place.values()}
        for source, event, target in self.ways:
            if takes(event, target):
                onward[place[id(source)]].add(place[id(target)])
        return {number: frozenset(targets) for number, targets in onward.items()}

    @cached_property
    def edges(self) -> frozenset[Edge]:
        return frozenset(Edge(type(a).__name__, type(e).__name__, type(b).__name__) for a, e, b in self.ways)

    def call_to(self, state: State) -> str:
        """The shortest call that leads to `state`, readable: the counterexample of a proof."""
        return " → ".join(reversed(list(self._back_from(state))))

    def _back_from(self, state: State) -> Iterator[str]:
        step_back = self.came_from[state]
        while step_back:
            before, event = step_back
            yield f"({spoken_event(event)}) {type(state).__name__}"
            state, step_back = before, self.came_from[before]
        yield type(state).__name__


@cache
def every_call(languages: tuple[str, ...]) -> Walk:
    """The call as it is, on lines that speak these languages, all or one. Walked once: nobody changes it."""
    return walk(CALL_FLOW, *greetings(languages))


def walk(table: Flow, *starts: State) -> Walk:
    with _nothing_collected():
        return deque(explore(table, *starts), maxlen=1).pop()


def explore(table: Flow, *starts: State) -> Iterator[Walk]:
    """Yield one growing walk, each time that all ways from one more state are in it."""
    found = Walk(starts, came_from=dict.fromkeys(starts))
    queue, known = deque(starts), {state: state for state in starts}
    while queue:
        state = queue.popleft()
        for event in events_for(table, state):
            made = step(table, state, event)
            following = known.setdefault(made, made)
            found.ways.append((state, event, following))
            if len(known) > len(found.came_from):
                found.came_from[following] = (state, event)
                queue.append(following)
        yield found


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the collector away from a walk: to look through all that it keeps takes longer than to make it."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_collecting:
            gc.enable()


def spoken_event(event: Event) -> str:
    """With the keys, which in a walk are nobody's."""
    keys = getattr(event, "keys", None)
    return f"{type(event).__name__} {keys}" if keys else type(event).__name__
