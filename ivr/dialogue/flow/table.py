"""How the table is written and read: an arrow is (state, event) → handler, whose annotation says where it leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from ivr.dialogue.events import Event
from ivr.dialogue.states import State

S = TypeVar("S", bound=State)
E = TypeVar("E", bound=Event)


class Edge(NamedTuple):
    """`source` may go to `target` on `event`; class names."""

    source: str
    event: str
    target: str


@dataclass(frozen=True)
class Arrow:
    state: type
    event: type
    handler: Callable[[Any, Any], State]  # Any: `on` has checked the pair

    def edges(self) -> frozenset[Edge]:
        """Read from the handler's return annotation, which mypy checks; a shared handler's own state is expanded."""
        returned = get_type_hints(self.handler)["return"]
        return frozenset(
            Edge(self.state.__name__, self.event.__name__, target.__name__) for target in self._expand(returned)
        )

    def _expand(self, annotation: Any) -> Iterable[type]:
        if isinstance(annotation, TypeVar):
            yield self.state
        elif get_origin(annotation) in (UnionType, Union):
            for part in get_args(annotation):
                yield from self._expand(part)
        else:
            yield annotation


Flow = Mapping[tuple[type, type], Arrow]


def on(state: type[S], event: type[E], handler: Callable[[S, E], State]) -> Arrow:
    """One arrow; mypy rejects a handler that does not fit the pair."""
    return Arrow(state, event, handler)


def flow(*arrows: Arrow) -> Flow:
    """Merges journeys; ValueError where two arrows start the same way."""
    table: dict[tuple[type, type], Arrow] = {}
    for arrow in arrows:
        if table.setdefault((arrow.state, arrow.event), arrow) is not arrow:
            raise ValueError(f"two arrows for {arrow.state.__name__} on {arrow.event.__name__}")
    return table


def step(table: Flow, state: State, event: Event) -> State:
    """Total: a pair without an arrow leaves the call where it is, so that it is presented again."""
    arrow = table.get((type(state), type(event)))
    return arrow.handler(state, event) if arrow else state


def edges(table: Flow) -> frozenset[Edge]:
    return frozenset(edge for arrow in table.values() for edge in arrow.edges())
