"""How the table is written and read: an arrow is (state, event) → handler, whose annotation says where it leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from ivr.dialogue.events import Event
from ivr.dialogue.menu import Menu
from ivr.dialogue.state import HasMenu
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
        """Read from return annotations, which mypy checks: the handler's, or those of all options of a menu."""
        handlers = self.handler.handlers if isinstance(self.handler, Menu) else (self.handler,)
        return frozenset(
            Edge(self.state.__name__, self.event.__name__, target.__name__)
            for handler in handlers
            for target in _targets(self.state, handler)
        )


def _targets(state: type, handler: Callable[..., State]) -> Iterable[type]:
    """A shared handler's own state is `state`, or the menu behind it."""
    own, *_, returned = get_type_hints(handler).values()
    if issubclass(state, HasMenu) and not isinstance(own, TypeVar):
        return _expand(returned, get_type_hints(state.menu)["return"])
    return _expand(returned, state)


def _expand(annotation: Any, own: type) -> Iterable[type]:
    if isinstance(annotation, TypeVar):
        yield own
    elif get_origin(annotation) in (UnionType, Union):
        for part in get_args(annotation):
            yield from _expand(part, own)
    else:
        yield annotation


Flow = Mapping[tuple[type, type], Arrow]


def on(state: type[S], event: type[E], handler: Callable[[S, E], State]) -> Arrow:
    """One arrow; mypy rejects a handler, or an option of a menu, that does not fit the pair."""
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
