"""Columns of a file: what they are called, what stands in them, and whether they may be empty."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import InvalidIdentifier
from storage.importing.faults import BadRow

Values = Mapping[str, Any]
"""A row by column, each value plain: text, whole minor units, bool, date, UTC instant; None where it was left empty."""


@dataclass(frozen=True)
class Column:
    """`meaning` follows "give". `read` raises ValueError, OverflowError or InvalidIdentifier.

    What is not required may be empty, or no column of the file.
    """

    name: str
    meaning: str
    read: Callable[[str], Any]
    is_required: bool = True


def read_row(columns: Sequence[Column], texts: Mapping[str, str]) -> Values:
    """Raises BadRow with all that is wrong."""
    values, reasons = {}, []
    for column in columns:
        try:
            values[column.name] = _value(column, texts.get(column.name, "").strip())
        except (ValueError, OverflowError, InvalidIdentifier):
            reasons.append(f"{column.name}: give {column.meaning}")
    if reasons:
        raise BadRow(*reasons)
    return values


def _value(column: Column, text: str) -> Any:
    if text:
        return column.read(text)
    if column.is_required:
        raise ValueError("empty")
    return None
