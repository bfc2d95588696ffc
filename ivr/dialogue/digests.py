"""A digest of each speaking state: another one where its fields, its arrows or what a key does there are others.

A key is read by the version of the line that offered it. Two versions that run side by side serve each other's
documents where the digests of the state are the same, whichever Python they run on.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import Arrow
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.sources import Sources, forget, plain
from ivr.dialogue.states import SPEAKING

DIGEST_LENGTH = 8


@cache
def digests() -> dict[str, str]:
    """Make the digest of each speaking state, by its tag."""
    arrows: dict[str, list[Arrow]] = {kind.__name__: [] for kind in SPEAKING}
    for arrow in CALL_FLOW.values():
        arrows.setdefault(arrow.state.__name__, []).append(arrow)
    found = {kind.__name__: _digest(kind, arrows[kind.__name__]) for kind in SPEAKING}
    forget()
    return found


def _digest(kind: type, arrows: list[Arrow]) -> str:
    made_of: set[type] = set()
    parts = sorted(_fields(kind, made_of))
    sources = Sources(*made_of, *(arrow.event for arrow in arrows), Menu, Option)
    parts += sorted(part for arrow in arrows for part in _meaning(arrow, sources))
    parts += sorted(sources.parts)
    return sha256("\n".join(parts).encode()).hexdigest()[:DIGEST_LENGTH]


def _fields(kind: type, seen: set[type]) -> Iterator[str]:
    """Each field with its type, and the fields of what it is made of."""
    if kind in seen:
        return
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(kind):
        yield f"{kind.__name__}.{field.name}: {_named(hints[field.name])}"
        for part in _types_in(hints[field.name]):
            yield from _fields(part, seen)


def _named(hint: Any) -> str:
    """An annotation, whose `repr` differs between versions of Python."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " | ".join(map(_named, parts))
    if origin is None:
        return plain(hint)
    name = plain(origin) if isinstance(origin, type) else str(origin)
    return f"{name}[{', '.join(map(_named, parts))}]"


def _types_in(hint: Any) -> Iterator[Any]:
    """The dataclasses that an annotation names."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _types_in(part)


def _meaning(arrow: Arrow, sources: Sources) -> Iterator[str]:
    yield from map(" ".join, arrow.edges())
    if not isinstance(arrow.handler, Menu):
        yield f"{arrow.event.__name__} {sources.read(arrow.handler)}"
        return
    sources.read(Menu.__call__)
    sources.read(Menu.said)
    yield f"{sources.read(arrow.handler.otherwise)} {arrow.handler.is_entry}"
    for place, (key, option) in enumerate(arrow.handler.keyed()):
        words = option.words if isinstance(option.words, str) else sources.read(option.words)
        yield f"{place} {key} {words} {' '.join(map(sources.read, (option.leads, option.offered, option.said)))}"
