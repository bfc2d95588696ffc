"""The walk's personal figures, which no wording has; and records made of them, so that a new field is walked too."""

from dataclasses import Field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from domain.money import Money

T = TypeVar("T")

CANARY_DATE = date(2026, 11, 28)
CANARY_INSTANT = datetime(2026, 11, 28, 13, 20, tzinfo=UTC)
CANARIES = [Money(minor) for minor in (3765450, 5100200, 123456, 271828, 1618033)]
CANARY_RATES = (Decimal("18.77"), Decimal("24.9"), Decimal("17.35"))
FILLINGS: dict[type, object] = {Money: CANARIES[0], date: CANARY_DATE, Decimal: CANARY_RATES[0], bool: True}


def filled(kind: type[T], **known: object) -> T:
    """A record with `known`, and a canary in every other field that holds a figure."""
    return kind(**{field.name: _canary(field) for field in _fields(kind)} | known)


def bare(kind: type[T], **known: object) -> T:
    """A record with `known`, and nothing in every other field that can be empty."""
    return kind(**{field.name: _nothing(field) for field in _fields(kind)} | known)


def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _canary(field: Field[Any]) -> object:
    return next((FILLINGS[kind] for kind in _types(field) if kind in FILLINGS), None)


def _nothing(field: Field[Any]) -> object:
    if NoneType in _types(field):
        return None
    return () if get_origin(field.type) is tuple else _canary(field)


def _types(field: Field[Any]) -> tuple[Any, ...]:
    return get_args(field.type) or (field.type,)
