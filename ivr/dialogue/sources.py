"""What a function does, as text that is the same under every Python: its source, and what that looks up by name.

Byte code differs between versions of Python and under -OO, and so do tokens, `ast.dump` and `ast.unparse`.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from inspect import unwrap
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

PACKAGE = "ivr.dialogue"
"""Functions of elsewhere count by their names."""


@dataclass(frozen=True)
class Written:
    """A function in its file. `names`: what it looks up. `attributes`: each after the name that it is of, if it is."""

    text: str
    names: frozenset[str]
    attributes: frozenset[tuple[str, str]]


class Sources:
    """`owners`: the classes whose methods and properties are meant by the name of an attribute.

    `parts`: the text of each function that was read, of all that these call, and the constants that they use.
    """

    def __init__(self, *owners: type) -> None:
        self._members = [vars(base) for owner in owners for base in owner.mro()]
        self.parts: set[str] = set()

    def read(self, function: Callable[..., Any]) -> str:
        """Its own text."""
        own: Any = unwrap(function)
        written, cells = _written(own.__code__), _cells(own)
        text = f"{own.__qualname__} {plain(cells)} {written.text}"
        if text not in self.parts:
            self.parts.add(text)
            for name, value in self._used(written, own.__globals__ | cells):
                self._follow(name, value)
        return text

    def _follow(self, name: str, value: Any) -> None:
        value = unwrap(value) if callable(value) else value
        if isinstance(value, FunctionType):
            if value.__module__.startswith(PACKAGE):
                self.read(value)
        elif not isinstance(value, type | ModuleType):
            self.parts.add(f"{name} = {plain(value)}")

    def _used(self, written: Written, names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name in written.names & names.keys():
            yield name, names[name]
        for of, name in written.attributes:
            if isinstance(names.get(of), ModuleType):
                yield name, getattr(names[of], name)
            found = (members[name] for members in self._members if name in members)
            for value in (each.fget if isinstance(each, property) else each for each in found):
                if isinstance(value, FunctionType):
                    yield name, value


def plain(value: Any) -> str:
    """The same text in every process; of what is no plain value, only what it is."""
    match value:
        case Enum():
            return f"{type(value).__qualname__}.{value.name}"
        case None | str() | bytes() | int() | float():
            return ascii(value)
        case tuple() | list():
            return f"({', '.join(map(plain, value))})"
        case set() | frozenset() | dict():
            parts = value.items() if isinstance(value, dict) else value
            return f"{{{', '.join(sorted(map(plain, parts)))}}}"
        case type():
            return value.__qualname__
    return type(value).__qualname__


def forget() -> None:
    """The files that were read."""
    _functions.cache_clear()


def _cells(function: FunctionType) -> dict[str, Any]:
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {name: cell.cell_contents for name, cell in cells}


def _written(code: CodeType) -> Written:
    """Lambdas have no names, so several that begin in one line count as one."""
    return _functions(code.co_filename)[code.co_name, code.co_firstlineno]


@cache
def _functions(file: str) -> dict[tuple[str, int], Written]:
    """Those of a file, by name and first line."""
    found: dict[tuple[str, int], list[ast.AST]] = {}
    for node in ast.walk(ast.parse(Path(file).read_bytes())):
        match node:
            case ast.Lambda():
                found.setdefault(("<lambda>", node.lineno), []).append(node)
            case ast.FunctionDef():
                if ast.get_docstring(node, clean=False) is not None:
                    del node.body[0]
                line = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                found.setdefault((node.name, line), []).append(node)
    return {place: _read(nodes) for place, nodes in found.items()}


def _read(nodes: list[ast.AST]) -> Written:
    """The names of local variables mean nothing elsewhere."""
    parts = [part for node in nodes for part in ast.walk(node)]
    names = [part for part in parts if isinstance(part, ast.Name)]
    attributes = [part for part in parts if isinstance(part, ast.Attribute)]
    local = {part.arg for part in parts if isinstance(part, ast.arg)}
    local |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return Written(
        _text(nodes),
        frozenset(name.id for name in names) - local,
        frozenset((part.value.id if isinstance(part.value, ast.Name) else "", part.attr) for part in attributes),
    )


def _text(part: Any) -> str:
    """What a version of Python adds to every node is empty where it is not used."""
    match part:
        case ast.AST():
            filled = ((name, value) for name, value in ast.iter_fields(part) if value not in (None, []))
            return f"{type(part).__name__}({', '.join(f'{name}={_text(value)}' for name, value in filled)})"
        case list():
            return f"[{', '.join(map(_text, part))}]"
    return ascii(part)
