"""A digest of each speaking state: another one where its fields, its arrows or what a key does there are others.

A key is read by the version of the line that offered it. Two versions that run side by side serve each other's
documents where the digests of the state are the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from types import CodeType
from typing import Any, get_args, get_type_hints

from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import Arrow
from ivr.dialogue.menu import Menu
from ivr.dialogue.states import SPEAKING

DIGEST_LENGTH = 8


@cache
def digests() -> dict[str, str]:
    """By the state's tag."""
    arrows: dict[str, list[Arrow]] = {kind.__name__: [] for kind in SPEAKING}
    for arrow in CALL_FLOW.values():
        arrows.setdefault(arrow.state.__name__, []).append(arrow)
    return {kind.__name__: _digest(kind, arrows[kind.__name__]) for kind in SPEAKING}


def _digest(kind: type, arrows: list[Arrow]) -> str:
    parts = sorted(_fields(kind, set()))
    parts += sorted(part for arrow in arrows for part in _meaning(arrow))
    return sha256("\n".join(parts).encode()).hexdigest()[:DIGEST_LENGTH]


def _fields(kind: type, seen: set[type]) -> Iterator[str]:
    """Each field with its type, and the fields of what it is made of."""
    if kind in seen:
        return
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(kind):
        yield f"{kind.__name__}.{field.name}: {hints[field.name]}"
        for part in _types_in(hints[field.name]):
            yield from _fields(part, seen)


def _types_in(hint: Any) -> Iterator[Any]:
    """The dataclasses that an annotation names."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _types_in(part)


def _meaning(arrow: Arrow) -> Iterator[str]:
    yield from map(" ".join, arrow.edges())
    if not isinstance(arrow.handler, Menu):
        yield f"{arrow.event.__name__} {_code(arrow.handler)}"
        return
    yield f"{_code(arrow.handler.otherwise)} {arrow.handler.is_entry}"
    for place, (key, option) in enumerate(arrow.handler.keyed()):
        words = option.words if isinstance(option.words, str) else _code(option.words)
        yield f"{place} {key} {words} {' '.join(map(_code, (option.leads, option.offered, option.said)))}"


def _code(function: Callable[..., Any]) -> str:
    """A function's name and what it does: conditions of options have no names."""
    return f"{function.__qualname__} {_instructions(function.__code__, function.__doc__)}"


def _instructions(code: CodeType, doc: str | None) -> str:
    values = (_constant(value) for value in code.co_consts if value is None or value != doc)
    return " ".join((code.co_code.hex(), *code.co_names, *values))


def _constant(value: Any) -> str:
    """The same text in every process."""
    match value:
        case CodeType():
            return _instructions(value, None)
        case frozenset():
            return repr(sorted(map(repr, value)))
    return repr(value)
