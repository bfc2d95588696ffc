"""The lines of a file, each of them one row: of CSV (RFC 4180, but no line breaks within values) or JSON lines."""

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, BinaryIO

from storage.importing.columns import Column
from storage.importing.faults import BadFile, BadRow, Fault
from storage.importing.whole import fault_of_file, fault_of_header

LONGEST_LINE = 65_536  # bytes

Texts = Mapping[str, str]
RowReader = Callable[[bytes], Texts]


class Format(StrEnum):
    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True)
class Record:
    """A row as it was written, by column."""

    line: int
    texts: Texts = field(repr=False)


def records(file: BinaryIO, form: Format, columns: Sequence[Column]) -> Iterator[Record | Fault]:
    """Raises BadFile before the first of them."""
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        raise BadFile(["the file is empty"])
    if fault := fault_of_file(first[1]):
        raise BadFile([fault])
    if form is Format.CSV:
        return _rows(lines, _csv_reader(first[1], columns))
    return _rows(_with(first, lines), _json_reader(columns))


def _rows(lines: Iterator[tuple[int, bytes]], read: RowReader) -> Iterator[Record | Fault]:
    for line, raw in lines:
        try:
            yield Record(line, read(raw))
        except BadRow as bad:
            yield from (Fault(line, reason) for reason in bad.reasons)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """With their numbers; empty ones are left out, of one that is too long there is only the beginning."""
    line = 0
    while raw := file.readline(LONGEST_LINE + 1):
        line += 1
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if line == 1:
            raw = raw.removeprefix(BOM_UTF8)
        if raw.strip():
            yield line, raw


def _with(first: tuple[int, bytes], rest: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    yield first
    yield from rest


def _text(raw: bytes) -> str:
    if len(raw) > LONGEST_LINE:
        raise BadRow(f"the line is longer than {LONGEST_LINE:,} bytes: a row ends with its line")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise BadRow("the line is not UTF-8: write the file in this encoding") from None


def _csv_reader(header: bytes, columns: Sequence[Column]) -> RowReader:
    try:
        if fault := fault_of_header(_text(header), {column.name for column in columns}):
            raise BadFile([fault])
        names = [name.strip() for name in _csv_values(header)]
    except BadRow as bad:
        raise BadFile(bad.reasons) from None
    if reasons := _header_faults(names, columns):
        raise BadFile(reasons)

    def read(raw: bytes) -> Texts:
        values = _csv_values(raw)
        if len(values) != len(names):
            raise BadRow(f"the line has {len(values)} values: give {len(names)}, as the first line has names")
        return dict(zip(names, values, strict=True))

    return read


def _csv_values(raw: bytes) -> list[str]:
    try:
        return next(csv.reader([_text(raw).rstrip("\r\n")], strict=True))
    except csv.Error:
        raise BadRow("the quotes do not pair: put a value in quotes, its own quotes doubled, on one line") from None


def _header_faults(names: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """An unknown name is not repeated: where the first line is missing it is somebody's data."""
    known = {column.name: column for column in columns}
    missing = [name for name, column in known.items() if column.is_required and name not in names]
    return [
        *(f"the first line: name {place} is no column" for place, name in enumerate(names, 1) if name not in known),
        *(f"the first line: {name} is there twice" for name in known if names.count(name) > 1),
        *(f"the first line: {name} is missing" for name in missing),
    ]


def _json_reader(columns: Sequence[Column]) -> RowReader:
    known = {column.name for column in columns}

    def read(raw: bytes) -> Texts:
        try:
            # Numbers stay as they are written: exact, and of any size.
            row = json.loads(
                _text(raw), object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=_refuse
            )
        except (ValueError, RecursionError):
            raise BadRow("the line is no JSON: write one object on each line") from None
        if not isinstance(row, dict):
            raise BadRow("the line is no JSON object: write one on each line")
        return _json_texts(row, known)

    return read


def _json_texts(row: Mapping[str, Any], known: Set[str]) -> Texts:
    if not row.keys() <= known:
        raise BadRow("the line has a name that is no column: leave it out")
    if nested := [name for name, value in row.items() if isinstance(value, dict | list)]:
        raise BadRow(*(f"{name}: give a text, a number, true, false or null" for name in nested))
    return {name: _json_text(value) for name, value in row.items()}


def _json_text(value: str | bool | None) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value).lower()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise BadRow("the line has a name twice: leave one of them out")
    return row


def _refuse(_constant: str) -> None:
    raise ValueError("not JSON")
