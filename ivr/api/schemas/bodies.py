"""JSON as it is read and written here: exact decimals, no property twice, nothing that only looks like JSON."""

import json
from decimal import Decimal
from typing import NoReturn


class Malformed(Exception):
    """The bytes are no JSON text in UTF-8 (RFC 8259) that we would read the same way as whoever wrote it."""


def read_json(body: bytes) -> object:
    """Numbers are `Decimal`; one with an exponent stays a `float`, which no property takes. Raises Malformed."""
    try:
        return json.loads(
            body.decode(),
            parse_int=Decimal,
            parse_float=_number,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError):
        raise Malformed from None


def write_json(value: object) -> str:
    """Decimals are numbers with two places."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case dict():
            return "{" + ",".join(f"{json.dumps(name)}:{write_json(one)}" for name, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(write_json, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _number(text: str) -> Decimal | float:
    return float(text) if "e" in text.lower() else Decimal(text)


def _refuse(_text: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Which of two equal names counts is up to the reader (RFC 8259, section 4), so neither does."""
    if len({name.encode() for name, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)
