"""Every state that a call can reach, breadth first from the greeting: each kind of input, each outcome of each request.

States are compared by shape: every figure is a canary, every reference the same. What the walk found,
`ivr.dialogue.proofs` examines; a counterexample is the call that shows it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ivr.dialogue.events import Event
from ivr.dialogue.flow.table import Edge, Flow, step
from ivr.dialogue.representatives import events_for
from ivr.dialogue.states import State

Way = tuple[State, Event, State]


@dataclass
class Walk:
    """`ways`: every (state, event, next state), in the order they were found."""

    starts: tuple[State, ...]
    ways: list[Way] = field(default_factory=list)
    came_from: dict[State, tuple[State, Event] | None] = field(default_factory=dict)

    @property
    def states(self) -> list[State]:
        return list(self.came_from)

    @cached_property
    def ways_from(self) -> dict[State, list[tuple[Event, State]]]:
        leaving: dict[State, list[tuple[Event, State]]] = {state: [] for state in self.came_from}
        for source, event, target in self.ways:
            leaving[source].append((event, target))
        return leaving

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


def walk(table: Flow, *starts: State) -> Walk:
    found = Walk(starts, came_from=dict.fromkeys(starts))
    queue = deque(starts)
    while queue:
        state = queue.popleft()
        for event in events_for(table, state):
            following = step(table, state, event)
            found.ways.append((state, event, following))
            if following not in found.came_from:
                found.came_from[following] = (state, event)
                queue.append(following)
    return found


def spoken_event(event: Event) -> str:
    """With the keys, which in a walk are nobody's."""
    keys = getattr(event, "keys", None)
    return f"{type(event).__name__} {keys}" if keys else type(event).__name__
